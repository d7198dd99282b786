/**
 * The tools of a run as a table with a line for each. Pure.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import type { CatalogTool } from "../servers/tool_catalog.ts";

/**
 * For each tool its name, its server if there are several, its arguments and its description.
 *
 * @param width lines are cut after this many characters
 */
export function toolTable(catalog: readonly CatalogTool[], width = Infinity): string {
  const isOfSeveral = new Set(catalog.map(({ server }) => server)).size > 1;
  // A third of the width for the arguments: their names say less than the description after them.
  const columns = [
    column(catalog.map(({ name }) => oneLine(name))),
    ...isOfSeveral ? [column(catalog.map(({ server }) => oneLine(server.name)))] : [],
    column(catalog.map(({ tool }) => argumentNames(tool)), Math.floor(width / 3)),
    catalog.map(({ tool }) => oneLine(tool.description ?? tool.title ?? "", 10_000)),
  ];
  return catalog.map((_, row) => {
    const line = columns.map((cells) => cells[row]).join("  ").trimEnd();
    return (line.length > width ? line.slice(0, width - 1) + "…" : line) + "\n";
  }).join("");
}

/** Cells with the width of the longest one, but at most `most`. */
function column(cells: readonly string[], most = Infinity): string[] {
  const width = Math.min(most, Math.max(0, ...cells.map(({ length }) => length)));
  return cells.map((cell) => oneLine(cell, width).padEnd(width));
}

/** For instance `timezone? title`: optional arguments have a question mark. */
function argumentNames({ inputSchema: { properties = {}, required = [] } }: Tool): string {
  return Object.keys(properties).map((name) => oneLine(name) + (required.includes(name) ? "" : "?")).join(
    " ",
  );
}
