/**
 * JSON with integers that keep all their digits.
 *
 * JavaScript's numbers are exact up to 2^53 − 1; `JSON.parse` silently rounds larger ones. Here
 * they become objects of `JSON.rawJSON` (https://tc39.es/proposal-json-parse-with-source/), which
 * `JSON.stringify` writes with the original digits. They do not support arithmetic.
 *
 * @module
 */

interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}
const json = JSON as unknown as JsonWithSource;

/** The digits of an integer beyond 2^53 − 1, or below its negative. */
const LONG_INTEGER = /^-?\d{16,}$/;

/** As `JSON.parse`, but that larger integers keep their digits. Throws a `SyntaxError` as it does. */
export function parseExact(text: string): unknown {
  // A reviver is slow, and few texts need it.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) => {
    // Some larger numbers are written with the digits that were read.
    const isKept = typeof value !== "number" || String(value) === source;
    if (isKept || !LONG_INTEGER.test(source ?? "")) return value;
    return json.rawJSON(source!);
  });
}

/** Whether `value` stands for an integer that a number cannot hold. */
export function isLongInteger(value: unknown): boolean {
  return json.isRawJSON(value);
}

/** The first place of an integer that a number cannot hold, as a path such as `a.b[0]`; else `undefined`. */
export function findLongInteger(value: unknown, path = ""): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isLongInteger(value)) return path;
  for (const [key, child] of Object.entries(value)) {
    const found = findLongInteger(
      child,
      Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`,
    );
    if (found !== undefined) return found;
  }
}

/** Carries larger integers through code that parses JSON by itself, as strings with a mark. */
export interface IntegerMarks {
  /** What stands for an integer, given as its decimal digits, until `unmark` or `restore`. */
  markOf(digits: string): string;
  /** The JSON text with each larger integer as a marked string; other text is unchanged. */
  mark(jsonText: string): string;
  /** The JSON text with each marked string as the integer that it was. */
  unmark(jsonText: string): string;
  /** `value` with an object of `JSON.rawJSON` for each marked string; the same `value` if there is none. */
  restore(value: unknown): unknown;
}

/**
 * Marks that only this process can write.
 *
 * @param secret random and unguessable: a peer that knew it could turn strings into integers
 */
export function createIntegerMarks(secret: string): IntegerMarks {
  const prefix = `integer:${secret}:`;
  const marked = new RegExp(`"${prefix}(-?\\d+)"`, "g");
  // Strings are matched first, so that digits within them are left alone.
  const tokens = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
  const restore = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.startsWith(prefix) ? json.rawJSON(value.slice(prefix.length)) : value;
    }
    if (typeof value !== "object" || value === null || isLongInteger(value)) return value;
    if (Array.isArray(value)) {
      const items = value.map(restore);
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const entries = Object.entries(value).map(([key, child]) => [key, restore(child)] as const);
    const before = value as Record<string, unknown>;
    return entries.some(([key, child]) => child !== before[key]) ? Object.fromEntries(entries) : value;
  };
  return {
    markOf: (digits) => prefix + digits,
    mark(text) {
      if (!/\d{16}/.test(text)) return text;
      return text.replace(tokens, (token) => {
        const isLong = token[0] !== '"' && String(Number(token)) !== token;
        return isLong ? `"${prefix}${token}"` : token;
      });
    },
    unmark: (text) => text.includes(prefix) ? text.replace(marked, "$1") : text,
    restore,
  };
}
