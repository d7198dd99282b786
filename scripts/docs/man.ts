/**
 * The manual page, from the table of commands and their settings.
 *
 * usage: deno task man
 */
import { type Command, COMMANDS } from "../../cli/commands.ts";
import { en } from "../../cli/messages/en.ts";
import type { Setting, Table } from "../../cli/setting.ts";
import config from "../../deno.json" with { type: "json" };
import { ROOT } from "./documents.ts";

/** The path of the manual page, relative to the root. */
export const MAN_PATH = "docs/mcpdemo.1";

/** The manual page in roff, made from the tables of commands and settings. */
export function manPage(): string {
  const commands = Object.entries<Command>(COMMANDS);
  return [
    `.TH MCPDEMO 1 "" "mcpdemo ${config.version}" "User Commands"`,
    ".SH NAME",
    `mcpdemo \\- an MCP server over HTTP, a model that uses it, and every message between them`,
    ".SH SYNOPSIS",
    ...commands.flatMap(([name, command]) => synopsis(name, command)),
    ".SH DESCRIPTION",
    roff(en.help.program),
    ...DESCRIPTION.flatMap((paragraph) => [".PP", roff(paragraph)]),
    ...commands.flatMap(([name, command]) => section(name, command)),
    ".SH EXIT STATUS",
    ...exitStatuses().flatMap(([status, meaning]) => [".TP", `.B ${status}`, roff(meaning)]),
    ".SH FILES",
    ...FILES.flatMap(([path, meaning]) => [".TP", `.I ${roff(path)}`, roff(meaning)]),
    ".SH EXAMPLES",
    ...EXAMPLES.flatMap(([meaning, command]) => [".PP", roff(meaning), ".PP", ".EX", roff(command), ".EE"]),
    ".SH SEE ALSO",
    ".BR curl (1)",
    ".PP",
    roff('"mcpdemo help" lists the pages of the documentation.'),
    "",
  ].join("\n");
}

const DESCRIPTION = [
  "A flag wins over the environment, the environment over .env in the current folder, .env over the default. Messages are in English or French: --lang, MCPDEMO_LANG, LC_ALL, LANG, the first one that is set.",
  "stdout is for answers; everything else goes to stderr.",
];

const FILES = [
  [".env", "in the current folder: variables that the environment does not set"],
  [
    "~/.local/state/mcpdemo/approvals.json",
    "the tools that were allowed, and how they were defined (XDG_STATE_HOME moves it; other systems have folders of their own)",
  ],
] as const;

const EXAMPLES = [
  ["Ask, with nothing set up:", 'mcpdemo ask "what time is it"'],
  ["A protected server, and a question to it that is explained:", "mcpdemo serve --auth-key KEY"],
  ["In another terminal:", 'MCP_SERVER_AUTH_KEY=KEY mcpdemo ask --debug "what time is it"'],
  [
    "Call one tool of any server, for a script:",
    "mcpdemo call --server https://mcp.example.com/mcp --json NAME key=value",
  ],
] as const;

function synopsis(name: string, command: Command): string[] {
  const words = (command.arguments ?? []).map((argument) => ` ${argument}`).join("");
  return [".B mcpdemo " + name, roff(`[options]${words}`), ".br"];
}

function section(name: string, command: Command): string[] {
  const meanings: Readonly<Record<string, string>> = en.settings[name === "serve" ? "serve" : "client"];
  const words: Readonly<Record<string, string>> = en.help.arguments;
  const settings = Object.entries<Table[string]>(command.settings);
  const { text } = { text: en.help.commands[name as keyof typeof COMMANDS] };
  return [
    `.SH MCPDEMO ${name.toUpperCase()}`,
    roff(text),
    ...(command.arguments ?? []).flatMap((argument) => {
      const meaning = words[argument.replace(/[^a-z]/g, "")]!;
      return [".TP", `.I ${roff(argument)}`, roff(meaning)];
    }),
    ...settings.flatMap(([key, setting]) => option(setting, meanings[key]!)),
  ];
}

function option(setting: Setting<unknown>, meaning: string): string[] {
  const { flag, negation: twin, variables, shownDefault } = setting;
  const details = [
    ...(shownDefault === undefined ? [] : [en.help.defaultIs(shownDefault)]),
    ...(flag && variables ? [en.help.variable(variables.join(", "))] : []),
  ];
  const more = details.length > 0 ? ` (${details.join("; ")})` : "";
  return [".TP", `.B ${roff(twin ?? flag ?? variables!.join(", "))}`, roff(meaning + more)];
}

/** The sentence that ends every `--help`, taken apart. */
export function exitStatuses(): [string, string][] {
  const sentence = en.help.after.replace(/\s+/g, " ").trim().replace(/^Exit status: /, "").replace(/\.$/, "");
  return sentence.split(/, (?=\d)/).map((part) => {
    const [, status, meaning] = part.match(/^(\d+) (.+)$/)!;
    return [status!, meaning!];
  });
}

/** As roff takes text: hyphens that can be copied, and no line that it would read as a request. */
function roff(text: string): string {
  return text.replace(/\\/g, "\\e").replace(/-/g, "\\-").replace(/^([.'])/, "\\&$1");
}

if (import.meta.main) await Deno.writeTextFile(ROOT + MAN_PATH, manPage());
