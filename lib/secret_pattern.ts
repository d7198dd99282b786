/**
 * Finds a secret in every reversible encoding.
 *
 * @module
 */

/** Replaces a secret with `replacement`. */
export type ReplaceSecret = (text: string, replacement: string) => string;

/**
 * For a longer secret in mixed encodings, only the beginning is searched for: each character takes
 * 0.1 ms to compile.
 */
const PATTERN_LENGTH = 48;

/**
 * Finds `secret` as plain text, in JSON, in a URL, in a form, percent-encoded twice, in base64;
 * also in a mixture.
 *
 * The sender of a request chooses the secrets to search for, so the pattern is compiled only if it
 * may be needed.
 */
export function secretReplacer(secret: string): ReplaceSecret {
  const whole = secretForms(secret);
  let pattern: RegExp | undefined;
  return (text, replacement) => {
    for (const form of whole) if (text.includes(form)) text = text.replaceAll(form, () => replacement);
    if (!ESCAPES.test(text) && !secret.includes(" ")) return text;
    pattern ??= patternOf(secret);
    return text.replace(pattern, () => replacement);
  };
}

/** A secret in each encoding by itself: plain, in JSON, in a URL, each of them twice, and in base64. */
export function secretForms(secret: string): string[] {
  const inJson = jsonForm(secret);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  // PHP escapes slashes.
  const inPhp = inJson.replaceAll("/", "\\/");
  const inUrls = [inUrl, encodeURIComponent(inUrl)];
  const forms = [secret, inJson, inPhp, jsonForm(inJson), ...inUrls, ...base64Forms(secret)];
  return [...new Set(forms)];
}

function jsonForm(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A text without any of these characters contains no encoded secret. */
const ESCAPES = /%[\da-f]{2}|\\/i;

function patternOf(secret: string): RegExp {
  const beginning = [...secret.slice(0, PATTERN_LENGTH)].map(characterForms).join("");
  return new RegExp(secret.length > PATTERN_LENGTH ? `${beginning}${REST}` : beginning, "g");
}

/** The characters that may follow the beginning of a long secret. */
const REST = `(?:\\\\+(?:u[\\da-fA-F]{4}|["/\\\\])|[^\\s"'&<>\\\\])*`;

const encoder = new TextEncoder();

function characterForms(character: string): string {
  const percent = [...encoder.encode(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join("");
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const unicode = units.map((unit) => `\\\\+u${hex(unit, 4)}`).join("");
  return `(?:${percent}|${unicode}|${plain(character)})`;
}

/** Each level of JSON within JSON adds backslashes. */
function plain(character: string): string {
  if (character === "\\") return "\\\\+";
  if (character === '"' || character === "/") return `\\\\*${character}`;
  return character === " " ? "[ +]" : escaped(character);
}

/** Hexadecimal digits in either letter case. */
function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").replace(
    /[a-f]/g,
    (digit) => `[${digit}${digit.toUpperCase()}]`,
  );
}

/** For a short secret, the base64 form is too short to be distinguished from other text. */
const BASE64_LENGTH = 8;

/**
 * The base64 forms of the secret at each alignment, without the characters that depend on
 * neighbouring bytes.
 */
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
