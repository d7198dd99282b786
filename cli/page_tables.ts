/**
 * Markdown tables that are too wide for a terminal.
 *
 * @module
 */

/** In columns of a terminal: a cell with less room is hard to read. */
const LEAST_CELL = 25;

const TABLE = /^(\|.*)\n\| *:?-.*\n((?:\|.*\n?)*)/gm;

/**
 * Turns tables wider than `width` terminal columns into lists: one item per row, which begins with
 * the row's first cell and labels each other cell with its column's heading.
 *
 * @param separator between a head and its cell: `": "`
 */
export function withNarrowTables(markdown: string, width: number, separator: string): string {
  return markdown.replace(TABLE, (table: string, head: string, rows: string) => {
    const heads = cellsOf(head);
    if (heads.length * LEAST_CELL <= width) return table;
    return rows.trimEnd().split("\n").map((row) => `- ${itemOf(heads, cellsOf(row), separator)}\n`).join("");
  });
}

function itemOf(heads: readonly string[], cells: readonly string[], separator: string): string {
  // A row without its first cell begins with the next one.
  const first = cells.findIndex((cell) => cell !== "");
  return cells
    .map((cell, index) =>
      index > first && cell !== "" && heads[index] ? heads[index] + separator + cell : cell
    )
    .filter((text) => text !== "")
    .join(" · ");
}

function cellsOf(row: string): string[] {
  return row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
