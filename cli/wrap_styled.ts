/**
 * Lines of a terminal that may hold styles.
 *
 * @module
 */
import { columns, wrap } from "../lib/wrap.ts";

/** The escape sequences that {@linkcode wrapStyled} keeps: those that `Output.style` writes. */
// deno-lint-ignore no-control-regex
const STYLES = /\x1b\[\d+m/g;

/** The same at one place. */
// deno-lint-ignore no-control-regex
const STYLE_HERE = /\x1b\[\d+m/y;

/**
 * Breaks `text` into lines of at most `width` columns. The pieces of a broken line have its indent. Styles
 * stay on the text that they were on.
 */
export function wrapStyled(text: string, width: number): string {
  return text.split("\n").map((line) => wrapLine(line, width)).join("\n");
}

function wrapLine(line: string, width: number): string {
  if (columns(line) <= width) return line;
  const plain = line.replace(STYLES, "");
  const indent = plain.match(/^ */)![0].length;
  const lines = wrap(plain, width, { indent });
  return plain === line ? lines.join("\n") : withStyles(line, lines);
}

/** Puts the styles of `styled` back into `lines`, which hold the same text. */
function withStyles(styled: string, lines: readonly string[]): string {
  let at = 0;
  let result = "";
  const takeStyles = () => {
    for (STYLE_HERE.lastIndex = at; STYLE_HERE.test(styled); STYLE_HERE.lastIndex = at) {
      result += styled.slice(at, STYLE_HERE.lastIndex);
      at = STYLE_HERE.lastIndex;
    }
  };
  lines.forEach((line, index) => {
    const text = index === 0 ? line : line.trimStart();
    if (index > 0) {
      result += "\n" + line.slice(0, line.length - text.length);
      // The spaces at a break were dropped.
      for (takeStyles(); styled[at] === " "; takeStyles()) at++;
    }
    for (let end = 0; end < text.length; end++, at++) {
      takeStyles();
      result += styled[at];
    }
    // A style that ends with the line does not go on to the next.
    takeStyles();
  });
  return result;
}
