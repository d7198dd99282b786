/**
 * Finds a secret in every way of writing it that somebody may turn back into it.
 *
 * @module
 */

/** Puts `replacement` where a secret stands. */
export type ReplaceSecret = (text: string, replacement: string) => string;

/** Of a longer secret in mixed writing the beginning is looked for: each character takes 0.1 ms to compile. */
const PATTERN_LENGTH = 48;

/**
 * Finds `secret` plain, in JSON, in a URL, in a form, percent-encoded twice, in base64; also mixed.
 *
 * Whoever sends a request chooses what is looked for: the pattern is made only where it may be needed.
 */
export function secretReplacer(secret: string): ReplaceSecret {
  const inJson = jsonForm(secret);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const whole = [secret, inJson, jsonForm(inJson), inUrl, ...base64Forms(secret)];
  let pattern: RegExp | undefined;
  return (text, replacement) => {
    for (const form of whole) if (text.includes(form)) text = text.replaceAll(form, () => replacement);
    if (!ESCAPES.test(text) && !secret.includes(" ")) return text;
    pattern ??= patternOf(secret);
    return text.replace(pattern, () => replacement);
  };
}

function jsonForm(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Without one of these, a text is not written in another way. */
const ESCAPES = /%[\da-f]{2}|\\/i;

function patternOf(secret: string): RegExp {
  const beginning = [...secret.slice(0, PATTERN_LENGTH)].map(characterForms).join("");
  return new RegExp(secret.length > PATTERN_LENGTH ? `${beginning}${REST}` : beginning, "g");
}

/** What may follow the beginning of a long secret. */
const REST = `(?:\\\\+(?:u[\\da-fA-F]{4}|["/\\\\])|[^\\s"'&<>\\\\])*`;

const encoder = new TextEncoder();

function characterForms(character: string): string {
  const percent = [...encoder.encode(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join("");
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const unicode = units.map((unit) => `\\\\+u${hex(unit, 4)}`).join("");
  return `(?:${percent}|${unicode}|${plain(character)})`;
}

/** A text within a text within JSON has more backslashes each time. */
function plain(character: string): string {
  if (character === "\\") return "\\\\+";
  if (character === '"' || character === "/") return `\\\\*${character}`;
  return character === " " ? "[ +]" : escaped(character);
}

/** Hexadecimal digits in either case. */
function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").replace(
    /[a-f]/g,
    (digit) => `[${digit}${digit.toUpperCase()}]`,
  );
}

/** Of a short secret, base64 leaves too little to tell it from other text. */
const BASE64_LENGTH = 8;

/** What base64 makes of the secret wherever it stands in what is encoded, without what its neighbours decide. */
function base64Forms(secret: string): string[] {
  const bytes = encoder.encode(secret);
  if (bytes.length < BASE64_LENGTH) return [];
  return [0, 1, 2].flatMap((offset) => {
    const padded = new Uint8Array([...new Array<number>(offset).fill(0), ...bytes]);
    const whole = padded.toBase64({ omitPadding: true });
    const start = Math.ceil(offset * 8 / 6);
    const end = Math.floor(padded.length * 8 / 6);
    const sure = whole.slice(start, end);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
