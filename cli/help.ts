/**
 * The command `help`: prints a page of the documentation, formatted for a terminal or as Markdown
 * source.
 *
 * @module
 */
import { suggest } from "../lib/suggest.ts";
import { COMMANDS, TOPICS } from "./commands.ts";
import { UserError } from "./errors.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Messages } from "./messages/messages.ts";
import { withNarrowTables } from "./page_tables.ts";
import { PAGES, type Topic } from "./pages.ts";
import { parseArguments } from "./program.ts";

/** Longer lines are hard to read. */
const WIDEST = 100;

/**
 * The page `topic`, or the help of the command of that name, or the list of pages.
 *
 * @param width of the terminal, in columns; `undefined` elsewhere, where Markdown stays Markdown
 */
export function helpOn(
  topic: string | undefined,
  messages: Messages,
  version: string,
  width: number | undefined,
): string {
  const { language } = messages;
  const pages = PAGES[language];
  if (topic === undefined) return listOf(pages);
  if (isTopic(topic)) {
    if (width === undefined) return pages[topic];
    const room = Math.min(width, WIDEST);
    const separator = language === "fr" ? "\u00a0: " : ": ";
    return renderMarkdown(withNarrowTables(forTerminal(pages[topic]), room, separator), room);
  }
  const commands = Object.keys(COMMANDS);
  if (!commands.includes(topic)) {
    throw new UserError("unknown_topic", {
      name: topic,
      nearest: suggest(topic, [...TOPICS, ...commands])[0] ?? "",
    });
  }
  const parsed = parseArguments([topic, "--help"], messages, version, width);
  return parsed.command === "--help" ? parsed.text : "";
}

function isTopic(name: string): name is Topic {
  return (TOPICS as readonly string[]).includes(name);
}

function listOf(pages: Readonly<Record<Topic, string>>): string {
  const longest = Math.max(...TOPICS.map(({ length }) => length));
  const lines = TOPICS.map((topic) => `mcpdemo help ${topic.padEnd(longest)}  ${titleOf(pages[topic])}\n`);
  return lines.join("");
}

function titleOf(page: string): string {
  return page.match(/^# (.+)$/m)?.[1] ?? "";
}

/** Without what a terminal cannot follow: addresses inside of the repository, pictures, marks for scripts. */
function forTerminal(page: string): string {
  return page.replace(/<!--.*?-->\n*/gs, "")
    .replace(/!\[[^\]]*\]\([^)]*\)\n*/g, "")
    .replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1");
}
