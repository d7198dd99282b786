/**
 * The tools of a run as a table.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import { columns, wrap } from "../../lib/wrap.ts";
import type { CatalogTool } from "../servers/tool_catalog.ts";

/** In columns: a description with less room next to its tool goes below it. */
const LEAST_ROOM = 30;

/** In columns: the indent of a description below its tool. */
const BELOW = 4;

/**
 * A line for each tool: its name, its server if there are several, its arguments, what it does.
 *
 * @param width of the terminal, in columns: there, a description is wrapped next to or below its
 * tool
 */
export function toolTable(catalog: readonly CatalogTool[], width = Infinity): string {
  const isOfSeveral = new Set(catalog.map(({ server }) => server)).size > 1;
  const heads = table([
    catalog.map(({ name }) => oneLine(name)),
    ...isOfSeveral ? [catalog.map(({ server }) => oneLine(server.name))] : [],
    catalog.map(({ tool }) => argumentNames(tool)),
  ]);
  const descriptions = catalog.map(({ tool }) => oneLine(tool.description ?? tool.title ?? "", 10_000));
  const headWidth = Math.max(0, ...heads.map(columns)) + 2;
  const isBeside = width - headWidth >= LEAST_ROOM;
  return heads.map((head, index) => {
    const lines = isBeside
      ? beside(head, descriptions[index]!, headWidth, width)
      : below(head.replace(/ {2,}/g, "  "), descriptions[index]!, width);
    return lines.map((line) => line.trimEnd() + "\n").join("");
  }).join("");
}

function beside(head: string, description: string, headWidth: number, width: number): string[] {
  return wrap(description, width - headWidth)
    .map((line, index) => (index === 0 ? padded(head, headWidth) : " ".repeat(headWidth)) + line);
}

function below(head: string, description: string, width: number): string[] {
  const lines = description === "" ? [] : wrap(description, width - BELOW);
  return [...wrap(head, width, { indent: BELOW }), ...lines.map((line) => " ".repeat(BELOW) + line)];
}

/** The rows of a table with these columns, each as wide as its widest cell. */
function table(cells: readonly (readonly string[])[]): string[] {
  const widths = cells.map((column) => Math.max(0, ...column.map(columns)));
  return cells[0]!.map((_, row) => cells.map((column, at) => padded(column[row]!, widths[at]!)).join("  "));
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** For instance `timezone? title`: optional arguments have a question mark. */
function argumentNames({ inputSchema: { properties = {}, required = [] } }: Tool): string {
  return Object.keys(properties)
    .map((name) => oneLine(name) + (required.includes(name) ? "" : "?"))
    .join(" ");
}
