/** Measurements as lines of text in columns. */
import type { Spread } from "./statistics.ts";

/** One row of the table of figures. */
export interface Row {
  /** What was measured, in words. */
  readonly what: string;
  /** The median and the range. */
  readonly measured: Spread;
  /** The unit of the figures, for instance `ms`. */
  readonly unit: string;
  /** The most that is wished for. */
  readonly aim?: number;
  /** How many times the thing named. */
  readonly ratio?: { readonly times: Spread; readonly of: string };
}

const HEADS = ["", "median", "quartiles", "aim", "beside"];
const COLUMN_GAP = "  ";

/** The rows as a Markdown table. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [HEADS, ...rows.map(cellsOf)];
  const widths = HEADS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row.map((cell, column) => column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))
      .join(COLUMN_GAP).trimEnd()
  ).join("\n");
}

function cellsOf({ what, measured, unit, aim, ratio }: Row): string[] {
  const { median, low, high } = measured;
  return [
    what,
    `${median.toFixed()} ${unit}`,
    `${low.toFixed()} to ${high.toFixed()}`,
    aim === undefined ? "" : `≤ ${aim} ${unit}${median > aim ? ", missed" : ""}`,
    ratio === undefined ? "" : `${ratio.times.median.toFixed(2)} × ${ratio.of}`,
  ];
}
