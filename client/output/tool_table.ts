/** The tools of a run as a table, a line each. Pure. */
import type { Tool } from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import type { CatalogTool } from "../servers/tool_catalog.ts";

/** Its name, its server where there are several, its arguments, what it does; cut at `width` characters. */
export function toolTable(catalog: readonly CatalogTool[], width = Infinity): string {
  const isOfSeveral = new Set(catalog.map(({ server }) => server)).size > 1;
  // A third of a terminal for the arguments: their names tell less than the sentence behind them.
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

/** Cells of one width, that of the longest or `most`. */
function column(cells: readonly string[], most = Infinity): string[] {
  const width = Math.min(most, Math.max(0, ...cells.map(({ length }) => length)));
  return cells.map((cell) => oneLine(cell, width).padEnd(width));
}

/** As in `timezone? title`: those that may be left out have a question mark. */
function argumentNames({ inputSchema: { properties = {}, required = [] } }: Tool): string {
  return Object.keys(properties).map((name) => oneLine(name) + (required.includes(name) ? "" : "?")).join(
    " ",
  );
}
