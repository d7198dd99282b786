/**
 * How `--help` looks: commander's sections, in the user's language and at the width of the terminal.
 *
 * @module
 */
import { type Argument, type Command, Help, type HelpConfiguration, type Option } from "commander";
import { columns, wrap } from "../lib/wrap.ts";
import type { Messages } from "./messages/messages.ts";

/**
 * In columns: a description with less room next to its term goes below it. The longest URL needs
 * this much.
 */
const LEAST_ROOM = 37;

/** In columns: the indent of a description below its term. */
const BELOW = 4;

/**
 * What `Command.configureHelp` takes.
 *
 * @internal its type is commander's
 * @param width of the terminal, in columns; `undefined` for no wrapping
 */
export function helpFormat({ help }: Messages, width = Infinity): HelpConfiguration {
  const standard = new Help();
  const translated = (term: string) =>
    term.replace(
      /([<[])([a-z]+)/g,
      (_, open: string, word: string) => open + (help.placeholders[word] ?? word),
    );
  const below = (text: string, indent: number) =>
    wrap(text, width - indent).map((line) => " ".repeat(indent) + line).join("\n");
  return {
    helpWidth: width,
    displayWidth: columns,
    styleTitle: (title) => help.titles[title] ?? title,
    commandUsage: (command: Command) => translated(standard.commandUsage(command)),
    optionTerm: (option: Option) => translated(standard.optionTerm(option)),
    subcommandTerm: (command: Command) => translated(standard.subcommandTerm(command)),
    argumentTerm: (argument: Argument) => help.placeholders[argument.name()] ?? argument.name(),
    boxWrap: (text, room) => wrap(text, room).join("\n"),
    formatItem(term, termWidth, description) {
      const room = width - termWidth - 4;
      if (room < LEAST_ROOM) return `${below(term, 2)}\n${below(description, BELOW)}`;
      const [first, ...others] = wrap(description, room);
      const head = `  ${term}${" ".repeat(termWidth - columns(term) + 2)}${first}`;
      return [head, ...others.map((line) => " ".repeat(termWidth + 4) + line)].join("\n");
    },
  };
}
