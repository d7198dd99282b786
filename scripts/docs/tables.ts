/**
 * The tables of settings, made from `cli/settings.ts`. They are between `<!-- settings: … -->`
 * marks.
 */
import { COMMANDS } from "../../cli/commands.ts";
import { en } from "../../cli/messages/en.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { fr } from "../../cli/messages/fr.ts";
import { SERVE_LIMIT_NAMES, SERVE_LIMITS } from "../../cli/serve_limits.ts";
import { hasOwnMeanings } from "../../cli/program.ts";
import type { Setting, Table } from "../../cli/setting.ts";

const MARKED = /(^<!-- settings: (serve|clients|keys|model|limits) -->\n)(.*?)(^<!-- \/settings -->$)/gms;

/** `text` with its tables regenerated. */
export function withTables(text: string, language: "en" | "fr"): string {
  const messages = language === "fr" ? fr : en;
  return text.replace(MARKED, (_, open: string, which: string, __: string, close: string) => {
    const table = {
      clients: () => clientsTable(messages),
      serve: () => ownTable("serve", messages),
      keys: () => ownTable("keys", messages),
      model: () => ownTable("model", messages),
      limits: () => limitsTable(messages),
    }[which]!();
    return `${open}\n${table}\n${close}`;
  });
}

/** The formatter aligns cells; what they say does not change by that. */
export function cellsOf(text: string): string {
  return text.replace(/^\|.*$/gm, (row) => row.replace(/ {2,}/g, " ").replace(/-{2,}/g, "---"));
}

const HEADS = {
  en: {
    flag: "Flag",
    variable: "Variable",
    meaning: "Meaning",
    initial: "Default",
    commands: "Commands",
    limit: "Limit",
    range: "Range",
  },
  fr: {
    flag: "Option",
    variable: "Variable",
    meaning: "Sens",
    initial: "Défaut",
    commands: "Commandes",
    limit: "Limite",
    range: "Valeurs",
  },
} as const;

function ownTable(command: "serve" | "keys" | "model", messages: Messages): string {
  const { flag, variable, meaning, initial } = HEADS[messages.language];
  const meanings: Readonly<Record<string, string>> = messages.settings[command];
  const rows = Object.entries(COMMANDS[command].settings as Table)
    .map(([key, setting]) => cells(setting, meanings[key]!));
  return markdownTable([flag, variable, meaning, initial], rows);
}

/** One row for each limit of `serve`. */
function limitsTable({ language, settings }: Messages): string {
  const { limit, meaning, initial, range } = HEADS[language];
  const rows = SERVE_LIMIT_NAMES.map((name) => {
    const { initial, min, max } = SERVE_LIMITS[name];
    return [`\`${name}\``, settings.limits[name], `\`${initial}\``, `${min} … ${max}`];
  });
  return markdownTable([limit, meaning, initial, range], rows);
}

/** One row for each flag, with the commands that take it. */
function clientsTable(messages: Messages): string {
  const { flag, variable, meaning, initial, commands } = HEADS[messages.language];
  const meanings: Readonly<Record<string, string>> = messages.settings.client;
  const rows = new Map<string, { readonly cells: readonly string[]; readonly takers: string[] }>();
  for (const [command, { settings }] of Object.entries(COMMANDS)) {
    if (hasOwnMeanings(command)) continue;
    for (const [key, setting] of Object.entries<Table[string]>(settings)) {
      const row = rows.get(key) ?? { cells: cells(setting, meanings[key]!), takers: [] };
      row.takers.push(`\`${command}\``);
      rows.set(key, row);
    }
  }
  const all = [...rows.values()].map(({ cells, takers }) => [...cells, takers.join(" ")]);
  return markdownTable([flag, variable, meaning, initial, commands], all);
}

function cells(setting: Setting<unknown>, meaning: string): string[] {
  const { flag, negation: twin, variables = [], shownDefault } = setting;
  const code = (text: string | undefined) => text === undefined ? "" : `\`${text}\``;
  return [code(twin ?? flag), variables.map(code).join(", "), meaning, code(shownDefault)];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) =>
    `| ${row.map((cell) => cell.replace(/\|/g, "\\|").replace(/\$\{VAR\}/g, "`${VAR}`")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
