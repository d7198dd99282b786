/**
 * Reads a `.env` file as docker compose does.
 *
 * @module
 */

/**
 * An assignment, alone on a line. A value is in single quotes, in double quotes, or ends at a
 * comment or at the end of the line; a quoted one may go on over several lines. `#` begins a
 * comment only after a blank.
 */
const ASSIGNMENT = new RegExp(
  "^[ \\t]*(?:export[ \\t]+)?([\\w.-]+)[ \\t]*(?:=|:(?=[ \\t]))[ \\t]*" +
    "(?:(?:'((?:\\\\'|[^'])*)'|\"((?:\\\\[^]|[^\"\\\\])*)\")(?=[ \\t]*$|[ \\t]+#)" +
    "|((?:[^#\\n]|(?<![ \\t])#)*))",
  "gm",
);

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"', $: "$" };

/**
 * The variables that a `.env` file sets, by name; of two assignments to one name, the last one wins.
 *
 * Parsed as by docker compose, except for `${NAME}`, which is not expanded: a byte order mark and
 * `export` are ignored; `'…'` is literal except for `\'`; in `"…"`, the escapes `\n \r \t \\ \" \$`
 * are replaced. What is not an assignment is skipped.
 * (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/)
 */
export function parseEnvFile(text: string): Record<string, string> {
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  return Object.fromEntries(
    [...lines.matchAll(ASSIGNMENT)].map(([, name, literal, escaped, plain = ""]) => [
      name,
      literal?.replaceAll("\\'", "'") ?? (escaped === undefined ? plain.trimEnd() : withoutEscapes(escaped)),
    ]),
  );
}

/** The line of the assignment that counts, from 1 on, by the name of the variable. */
export function linesOfEnvFile(text: string): ReadonlyMap<string, number> {
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  return new Map(
    [...lines.matchAll(ASSIGNMENT)].map(({ index, 1: name }) => [
      name!,
      lines.slice(0, index).split("\n").length,
    ]),
  );
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([^])/g, (whole, character: string) => ESCAPES[character] ?? whole);
}
