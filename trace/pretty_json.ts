/**
 * Bodies for people.
 *
 * @module
 */
import { printable } from "../cli/terminal.ts";

/** Colours a piece of text. */
export type Paint = (kind: "bold" | "dim" | "red" | "green" | "cyan", text: string) => string;

/** A body in lines, JSON indented and coloured; what is no JSON as it is. */
export function prettyBody(body: string, paint: Paint): string[] {
  let text: string;
  try {
    text = JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return printable(body).split("\n");
  }
  return printable(text).split("\n").map((line) => coloured(line, paint));
}

function coloured(line: string, paint: Paint): string {
  const [, indent = "", key, rest = ""] = line.match(/^( *)("(?:[^"\\]|\\.)*"(?=: ))?(.*)$/s) ?? [];
  const [, colon = "", value = "", comma = ""] = rest.match(/^(: )?(.*?)(,?)$/s) ?? [];
  const shown = value.startsWith('"')
    ? paint("green", value)
    : /^[[\]{}]+$/.test(value)
    ? paint("dim", value)
    : value;
  return indent + (key ? paint("cyan", key) : "") + colon + shown + comma;
}
