/** The tools of a run as a table, a line each. Pure. */
import type { Tool } from "@modelcontextprotocol/client";
import { oneLine } from "../cli/terminal.ts";
import type { Offered } from "./offered.ts";

/** Its name, its arguments, what it does; cut at `width` characters. */
export function toolTable(offered: readonly Offered[], width = Infinity): string {
  const rows = offered.map(({ name, tool }) => [
    oneLine(name),
    argumentNames(tool),
    oneLine(tool.description ?? tool.title ?? "", 10_000),
  ]);
  const widthOf = (column: number) => Math.max(0, ...rows.map((row) => row[column]!.length));
  // A third of a terminal for the arguments: their names tell less than the sentence behind them.
  const [first, second] = [widthOf(0), Math.min(widthOf(1), Math.floor(width / 3))];
  return rows.map(([name, args, description]) => {
    const line = `${name!.padEnd(first)}  ${oneLine(args!, second).padEnd(second)}  ${description}`.trimEnd();
    return (line.length > width ? line.slice(0, width - 1) + "…" : line) + "\n";
  }).join("");
}

/** As in `timezone? title`: those that may be left out have a question mark. */
function argumentNames({ inputSchema: { properties = {}, required = [] } }: Tool): string {
  return Object.keys(properties).map((name) => oneLine(name) + (required.includes(name) ? "" : "?")).join(
    " ",
  );
}
