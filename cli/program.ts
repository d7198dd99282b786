/** The command line: commander's grammar made from the settings tables, its refusals made ours. */
import { Command, CommanderError, Option } from "commander";
import { closest, distance } from "fastest-levenshtein";
import { type Command as CommandEntry, type CommandName, COMMANDS } from "./commands.ts";
import { UserError } from "./errors.ts";
import type { Messages } from "./messages/messages.ts";
import type { FlagValue, Setting, Table } from "./setting.ts";

/** What the person typed. `text` is help: it goes to stdout and that is all. */
export type Parsed = ParsedCommand | { readonly command: "--help"; readonly text: string };

export interface ParsedCommand {
  readonly command: CommandName;
  readonly flags: Flags;
  readonly words: readonly string[];
}

export type Flags = Readonly<Record<string, FlagValue>>;

/** Reads the arguments. Throws a {@linkcode UserError} where they cannot be read. */
export function parseArguments(args: readonly string[], messages: Messages, version: string): Parsed {
  let parsed: Parsed | undefined;
  let written = "";
  const program = createProgram(messages, version, {
    onParsed: (result) => parsed = result,
    write: (text) => written += text,
  });
  try {
    program.parse(args.length === 0 ? ["--help"] : args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: "--help", text: written };
    throw refusal(error, args, program);
  }
  return parsed ?? { command: "--help", text: written };
}

/** What becomes of a command line: what it says, and the help that commander writes. */
interface ProgramHooks {
  onParsed?(parsed: Parsed): void;
  write?(text: string): void;
  /** Say what flags and arguments can be: for completions, since help would say it twice. */
  readonly choices?: boolean;
}

/** Commander's grammar of the table of commands. */
export function createProgram(
  messages: Messages,
  version: string,
  { onParsed = () => {}, write = () => {}, choices = false }: ProgramHooks = {},
): Command {
  const { help } = messages;
  const words: Readonly<Record<string, string>> = help.arguments;
  const program = new Command("mcpdemo")
    .description(help.program)
    .version(version, "-V, --version", help.showVersion)
    .helpOption("-h, --help", help.showHelp)
    // `main.ts` has read it already.
    .option("--lang <language>", messages.settings.serve.language)
    .helpCommand(false)
    .addHelpText("afterAll", help.after)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write })
    .configureHelp({ styleTitle: (title) => help.titles[title] ?? title })
    .showSuggestionAfterError(false);
  for (const [key, entry] of Object.entries<CommandEntry>(COMMANDS)) {
    const name = key as CommandName;
    const command = program.command(name).description(help.commands[name])
      .helpOption("-h, --help", help.showHelp);
    for (const argument of entry.arguments ?? []) {
      command.argument(argument, words[argument.replace(/[^a-z]/g, "")]);
    }
    const last = command.registeredArguments.at(-1);
    if (choices && last && entry.choices) last.argChoices = [...entry.choices];
    const meanings = name === "serve" ? messages.settings.serve : messages.settings.client;
    addSettings(command, entry.settings, meanings, messages, choices);
    command.action(() =>
      onParsed({ command: name, flags: flagsOf(command, entry.settings), words: command.args })
    );
  }
  return program;
}

function addSettings(
  command: Command,
  table: Table,
  meanings: Readonly<Record<string, string>>,
  { help }: Messages,
  choices: boolean,
): void {
  for (const [key, setting] of Object.entries(table)) {
    if (!setting.flag) {
      // A key in argv would be seen by everybody on the machine: a variable alone sets it.
      command.addHelpText(
        "after",
        `\n${help.variableOnly}\n  ${help.variableMeaning(setting.variables!.join(", "), meanings[key]!)}`,
      );
      continue;
    }
    const details = [
      setting.shownDefault && help.defaultIs(setting.shownDefault),
      setting.variables && help.variable(setting.variables.join(", ")),
    ].filter((detail) => detail);
    const meaning = meanings[key]! + (details.length > 0 ? ` (${details.join(help.listSeparator)})` : "");
    if (setting.negation) command.addOption(new Option(setting.flag).hideHelp());
    const option = new Option(setting.negation ?? setting.flag, meaning);
    if (choices && setting.choices) option.argChoices = [...setting.choices];
    if (setting.flag.includes("<")) {
      option.argParser((value: string, earlier: string[] | undefined) => [...(earlier ?? []), value]);
    }
    command.addOption(option);
  }
}

/** The flags that were really given, by the names of the table. */
function flagsOf(command: Command, table: Table): Flags {
  const given = Object.entries(table).flatMap(([key, setting]): [string, FlagValue][] => {
    const name = attributeOf(setting);
    if (!name || command.getOptionValueSource(name) !== "cli") return [];
    return [[key, command.getOptionValue(name)]];
  });
  return Object.fromEntries(given);
}

function attributeOf(setting: Setting<unknown>): string | undefined {
  return setting.flag && new Option(setting.flag).attributeName();
}

function refusal(error: CommanderError, args: readonly string[], program: Command): UserError {
  const command = program.commands.find((each) => each.name() === args.find((arg) => !arg.startsWith("-")));
  const [, quoted = ""] = error.message.match(/'(.*)'/s) ?? [];
  switch (error.code) {
    case "commander.unknownOption": {
      const flags = ["--help", ...(command ?? program).options.flatMap(({ long }) => long ? [long] : [])];
      const flag = quoted.replace(/=.*$/s, "");
      const nearest = near(flag, flags);
      // The right flag at the wrong place, before its command: its own name would be no help.
      const data = { flag, command: command?.name() ?? "", nearest: nearest === flag ? "" : nearest };
      return new UserError("unknown_flag", data);
    }
    case "commander.unknownCommand": {
      const names = program.commands.map((each) => each.name());
      return new UserError("unknown_command", { name: quoted, nearest: near(quoted, names) });
    }
    case "commander.optionMissingArgument":
      return new UserError("value_missing", { flag: quoted.replace(/^.*?(--?[\w-]+) .*$/s, "$1") });
    case "commander.missingArgument":
      return new UserError("argument_missing", { command: command?.name() ?? "", name: quoted });
    case "commander.excessArguments":
      return new UserError("arguments_extra", { command: command?.name() ?? "" });
    default: {
      const detail = error.message.replace(/^error: /, "").replace(/\.$/, "");
      return new UserError("usage", { detail });
    }
  }
}

/** The name most like `wrong`, or `""` where none is. */
export function near(wrong: string, names: readonly string[]): string {
  const found = closest(wrong, names);
  return distance(wrong, found) <= Math.max(2, wrong.length / 2) ? found : "";
}
