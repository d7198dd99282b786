/**
 * The command line: commander's grammar made from the settings tables, its refusals made ours.
 *
 * @module
 */
import { Command, CommanderError, Option } from "commander";
import { type Command as CommandEntry, type CommandName, COMMANDS } from "./commands.ts";
import { helpFormat } from "./help_format.ts";
import type { Messages } from "./messages/messages.ts";
import { refusal } from "./refusal.ts";
import type { FlagValue, Setting, Table } from "./setting.ts";
import { SERVE_LIMIT_NAMES, SERVE_LIMITS } from "./serve_limits.ts";
import { wrapStyled } from "./wrap_styled.ts";

/** What the user typed. `text` is help: the program prints it and ends. */
export type Parsed = ParsedCommand | { readonly command: "--help"; readonly text: string };

/** A command with what it was given. */
export interface ParsedCommand {
  /** The command to run. */
  readonly command: CommandName;
  /** The flags that were given. */
  readonly flags: Flags;
  /** The words that are not flags, in order. */
  readonly words: readonly string[];
}

/** Flags by the names of their settings in the table. */
export type Flags = Readonly<Record<string, FlagValue>>;

/**
 * Reads the arguments. Throws a `UserError` if it cannot.
 *
 * @param width at which help is wrapped, in columns; `undefined` for no wrapping
 */
export function parseArguments(
  args: readonly string[],
  messages: Messages,
  version: string,
  width?: number,
): Parsed {
  let parsed: Parsed | undefined;
  let written = "";
  const program = createProgram(messages, version, {
    onParsed: (result) => parsed = result,
    write: (text) => written += text,
    ...(width === undefined ? {} : { width }),
  });
  const help = (): Parsed => ({
    command: "--help",
    text: width === undefined ? written : wrapStyled(written, width),
  });
  try {
    program.parse(args.length === 0 ? ["--help"] : args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return help();
    throw refusal(error, args, program);
  }
  return parsed ?? help();
}

/** What a grammar is made for. */
export interface ProgramOptions {
  /** Called with what a command line says. */
  onParsed?(parsed: Parsed): void;
  /** Called with the help that commander writes. */
  write?(text: string): void;
  /** Of help, in columns. */
  readonly width?: number;
  /**
   * Whether commander lists the choices of flags and arguments: completions need them, and help
   * would list them twice.
   */
  readonly choices?: boolean;
}

/**
 * Commander's grammar of the table of commands.
 *
 * @internal its type is commander's
 */
export function createProgram(
  messages: Messages,
  version: string,
  { onParsed = () => {}, write = () => {}, width, choices = false }: ProgramOptions = {},
): Command {
  const { help } = messages;
  const words: Readonly<Record<string, string>> = help.arguments;
  const program = new Command("mcpdemo")
    .description(help.program)
    .version(version, "-V, --version", help.showVersion)
    .helpOption("-h, --help", help.showHelp)
    // `main.ts` has already read it.
    .option("--lang <language>", messages.settings.serve.language)
    .helpCommand(false)
    .addHelpText("afterAll", `\n${help.after.trim().replaceAll("\n", " ")}`)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write })
    .configureHelp(helpFormat(messages, width))
    .showSuggestionAfterError(false);
  for (const [key, entry] of Object.entries<CommandEntry>(COMMANDS)) {
    const name = key as CommandName;
    const command = program.command(name).description(help.commands[name])
      .helpOption("-h, --help", help.showHelp);
    for (const argument of entry.arguments ?? []) {
      command.argument(argument, words[argument.replace(/[^a-z]/g, "")]);
    }
    const [first] = command.registeredArguments;
    if (choices && first && entry.choices) first.argChoices = [...entry.choices];
    const { settings } = messages;
    addSettings(command, entry.settings, meaningsOf(name, settings), messages, choices);
    if (name === "serve") command.addHelpText("after", `\n${limitsHelp(messages)}`);
    command.action(() =>
      onParsed({ command: name, flags: flagsOf(command, entry.settings), words: command.args })
    );
  }
  return program;
}

/** What the settings of a command mean: its own, or those that all clients share. */
export function meaningsOf(
  command: CommandName,
  settings: Messages["settings"],
): Readonly<Record<string, string>> {
  return hasOwnMeanings(command) ? settings[command] : settings.client;
}

/** Whether the settings of a command are described for it alone. */
export function hasOwnMeanings(command: string): command is "serve" | "keys" | "model" {
  return ["serve", "keys", "model"].includes(command);
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
      // All users of a machine can see argv, so only a variable sets a key.
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

/** A line for each limit of `serve`. */
function limitsHelp({ help, settings }: Messages): string {
  const lines = SERVE_LIMIT_NAMES.map((name) =>
    `  ${name}=${SERVE_LIMITS[name].initial}: ${settings.limits[name]}`
  );
  return [help.limits, ...lines].join("\n");
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
