/**
 * The lanes of a timeline: sender and receiver, drawn in one line.
 *
 * @module
 */

/** The lanes from left to right. */
export const LANES = ["you", "mcpdemo", "model", "server"] as const;

/** A lane. */
export type Lane = typeof LANES[number];

const COLUMNS: Readonly<Record<Lane, number>> = { you: 1, mcpdemo: 9, model: 18, server: 27 };

/** The width of a drawing in characters. */
export const LANES_WIDTH = 31;

/** The line with the names of the lanes. */
export function laneNames(names: Readonly<Record<Lane, string>>): string {
  const line = new Array<string>(LANES_WIDTH).fill(" ");
  for (const lane of LANES) {
    const name = names[lane];
    const start = Math.max(0, COLUMNS[lane] - Math.floor(name.length / 2));
    [...name].forEach((letter, index) => line[start + index] = letter);
  }
  return line.slice(0, LANES_WIDTH).join("").trimEnd();
}

/**
 * An arrow along a path of lanes; one that never arrived ends in a cross. Without a path, only the
 * lanes.
 */
export function drawArrow(path: readonly Lane[], arrives = true): string {
  const line = new Array<string>(LANES_WIDTH).fill(" ");
  if (path.length === 0) {
    for (const column of Object.values(COLUMNS)) line[column] = "│";
    return line.join("");
  }
  const columns = path.map((lane) => COLUMNS[lane]);
  const [from, to] = [columns[0]!, columns.at(-1)!];
  for (let column = Math.min(from, to); column <= Math.max(from, to); column++) line[column] = "─";
  for (const column of Object.values(COLUMNS)) line[column] = line[column] === "─" ? "┼" : "│";
  // An arrow stops at each lane that it passes through.
  for (const column of columns) line[column] = "●";
  line[to] = !arrives ? "✗" : to > from ? "▶" : "◀";
  return line.join("");
}
