/** The command `help`: a page of the documentation, as a terminal shows it, or as it is elsewhere. */
import { COMMANDS, TOPICS } from "./commands.ts";
import { UserError } from "./errors.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Messages } from "./messages/messages.ts";
import { PAGES, type Topic } from "./pages.ts";
import { near, parseArguments } from "./program.ts";

/** Longer lines are hard to read. */
const WIDEST = 100;

/**
 * The page `topic`, or the help of the command of that name, or the list of pages.
 *
 * @param width of the terminal; `undefined` where it goes elsewhere, and Markdown stays Markdown
 */
export function helpOn(
  topic: string | undefined,
  messages: Messages,
  version: string,
  width: number | undefined,
): string {
  const pages = PAGES[messages.language];
  if (topic === undefined) return listOf(pages);
  if (isTopic(topic)) {
    return width === undefined
      ? pages[topic]
      : renderMarkdown(forTerminal(pages[topic]), Math.min(width, WIDEST));
  }
  const commands = Object.keys(COMMANDS);
  if (!commands.includes(topic)) {
    throw new UserError("unknown_topic", { name: topic, nearest: near(topic, [...TOPICS, ...commands]) });
  }
  const parsed = parseArguments([topic, "--help"], messages, version);
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
    .replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1")
    .replace(
      /^\|.*\n\| *-.*\n((?:\|.*\n)*)/gm,
      (table, rows: string) => isWide(table) ? listOfRows(rows) : table,
    );
}

/** On 80 columns, four columns of a table are a word wide each. */
function isWide(table: string): boolean {
  return cellsOf(table.split("\n")[0]!).length > 3;
}

function listOfRows(rows: string): string {
  return rows.trimEnd().split("\n").map((row) =>
    `- ${cellsOf(row).filter((cell) => cell !== "").join(" · ")}\n`
  )
    .join("");
}

function cellsOf(row: string): string[] {
  return row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
}
