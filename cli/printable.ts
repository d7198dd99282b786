/**
 * Text that a terminal can show without being driven by it.
 *
 * @module
 */

/**
 * Removes what could drive a terminal or hide text: C0 and C1 controls except newline and tab, bidirectional and
 * zero-width characters. Everything that comes from a server or a model goes through it.
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, "");
}

/** What Unicode calls ignorable by default has no width; the two selectors that choose a form may stay. */
const UNPRINTABLE =
  // deno-lint-ignore no-control-regex
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

/** JSON that reads back as `value`, and that a terminal can show: what {@linkcode printable} removes is escaped. */
export function printableJson(value: unknown, indent?: number): string {
  const escaped = (found: string) =>
    [...Array(found.length).keys()].map((at) => "\\u" + found.charCodeAt(at).toString(16).padStart(4, "0"))
      .join("");
  return JSON.stringify(value, undefined, indent).replace(UNPRINTABLE, escaped);
}

/** `text` on one line of at most `length` characters. */
export function oneLine(text: string, length = 200): string {
  const flat = printable(text).replace(/\s+/g, " ").trim();
  return flat.length > length ? flat.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "") + "…" : flat;
}
