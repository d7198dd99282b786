/** Every command, once: what it takes. `--help`, completions and the dispatch come from this table. */
import {
  ASK_SETTINGS,
  CALL_SETTINGS,
  COMPLETIONS_SETTINGS,
  HEALTH_SETTINGS,
  HELP_SETTINGS,
  MODELS_SETTINGS,
  SERVE_SETTINGS,
  TOOLS_SETTINGS,
  TRACE_SETTINGS,
} from "./settings.ts";
import type { Table } from "./setting.ts";

export const SHELLS: readonly string[] = ["bash", "zsh", "fish"];

/** The pages of `docs/`, in the order in which they are listed. */
export const TOPICS = [
  "models",
  "servers",
  "scripts",
  "trace",
  "eras",
  "terms",
  "settings",
  "docker",
  "security",
  "troubleshooting",
  "figures",
] as const;

export interface Command {
  readonly settings: Table;
  /** As commander writes it, for instance `[question...]`; its meaning stands in the messages. */
  readonly arguments?: readonly string[];
  /** What the last argument can be, where that is a few words. */
  readonly choices?: readonly string[];
}

export const COMMANDS = {
  serve: { settings: SERVE_SETTINGS },
  ask: { settings: ASK_SETTINGS, arguments: ["[question...]"] },
  tools: { settings: TOOLS_SETTINGS },
  call: { settings: CALL_SETTINGS, arguments: ["<name>", "[arguments...]"] },
  trace: { settings: TRACE_SETTINGS, arguments: ["<file>"] },
  models: { settings: MODELS_SETTINGS },
  health: { settings: HEALTH_SETTINGS },
  help: { settings: HELP_SETTINGS, arguments: ["[topic]"], choices: TOPICS },
  completions: { settings: COMPLETIONS_SETTINGS, arguments: ["<shell>"], choices: SHELLS },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;
