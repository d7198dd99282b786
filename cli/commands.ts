/**
 * Every command, once: what it takes. `--help`, completions and the dispatch come from this table.
 *
 * @module
 */
import {
  ASK_SETTINGS,
  CALL_SETTINGS,
  COMPLETIONS_SETTINGS,
  DOCTOR_SETTINGS,
  HEALTH_SETTINGS,
  HELP_SETTINGS,
  KEYS_SETTINGS,
  MODEL_SERVER_SETTINGS,
  MODELS_SETTINGS,
  SERVE_SETTINGS,
  TOOLS_SETTINGS,
  TRACE_SETTINGS,
} from "./settings.ts";
import type { Table } from "./setting.ts";

/** The shells that have completions. */
export const SHELLS: readonly string[] = ["bash", "zsh", "fish"];

/** The pages of `docs/`, in the order in which they are listed. */
export const TOPICS = [
  "models",
  "servers",
  "keys",
  "operation",
  "scale",
  "doctor",
  "labs",
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

/** What `keys` can do. */
export const KEY_ACTIONS = ["new", "list", "rotate", "revoke", "check"] as const;

/** What a command takes. */
export interface Command {
  /** Its flags and variables. */
  readonly settings: Table;
  /** As commander writes them, for instance `[question...]`; the messages say what they mean. */
  readonly arguments?: readonly string[];
  /** All that the first argument can be, if that is a few words. */
  readonly choices?: readonly string[];
}

/** The table of commands, by name. */
export const COMMANDS = {
  serve: { settings: SERVE_SETTINGS },
  ask: { settings: ASK_SETTINGS, arguments: ["[question...]"] },
  tools: { settings: TOOLS_SETTINGS },
  call: { settings: CALL_SETTINGS, arguments: ["<name>", "[arguments...]"] },
  trace: { settings: TRACE_SETTINGS, arguments: ["<file>"] },
  models: { settings: MODELS_SETTINGS },
  model: { settings: MODEL_SERVER_SETTINGS },
  health: { settings: HEALTH_SETTINGS },
  doctor: { settings: DOCTOR_SETTINGS },
  keys: { settings: KEYS_SETTINGS, arguments: ["<action>", "[key]"], choices: KEY_ACTIONS },
  help: { settings: HELP_SETTINGS, arguments: ["[topic]"], choices: TOPICS },
  completions: { settings: COMPLETIONS_SETTINGS, arguments: ["<shell>"], choices: SHELLS },
} as const satisfies Readonly<Record<string, Command>>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;
