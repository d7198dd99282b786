/**
 * Formats bodies for display.
 *
 * @module
 */
import { printable } from "../../cli/printable.ts";
import { parseExact } from "../../lib/exact_json.ts";

/** Colours a piece of text. */
export type Paint = (kind: "bold" | "dim" | "red" | "green" | "cyan", text: string) => string;

/** A body in lines of at most `width` characters: JSON indented and coloured, other text unchanged. */
export function prettyBody(body: string, paint: Paint, width: number): string[] {
  let text: string;
  try {
    text = JSON.stringify(parseExact(body), null, 2);
  } catch {
    return printable(body).split("\n").flatMap((line) => cut(line, width));
  }
  return printable(text).split("\n").flatMap((line) => {
    const [first = "", ...rest] = cut(line, width);
    return [coloured(first, paint), ...rest.map((piece) => paint("green", piece))];
  });
}

/** A long line split into pieces, the later ones indented like the first. */
function cut(line: string, width: number): string[] {
  const indent = line.match(/^ */)![0].slice(0, Math.floor(width / 2));
  const pieces = [line.slice(0, width)];
  const size = Math.max(1, width - indent.length);
  for (let start = width; start < line.length; start += size) {
    pieces.push(indent + line.slice(start, start + size));
  }
  return pieces;
}

function coloured(line: string, paint: Paint): string {
  const [, indent = "", key, rest = ""] = line.match(/^( *)("(?:[^"\\]|\\.)*"(?=: ))?(.*)$/s) ?? [];
  const [, colon = "", value = "", comma = ""] = rest.match(/^(: )?(.*?)(,?)$/s) ?? [];
  const shown = value.startsWith('"')
    // Matches truncated strings too.
    ? paint("green", value)
    : /^[[\]{}]+$/.test(value)
    ? paint("dim", value)
    : value;
  return indent + (key ? paint("cyan", key) : "") + colon + shown + comma;
}
