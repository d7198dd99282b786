/**
 * Recognizes a model that repeats itself without end. Pure.
 *
 * @module
 */

/** Characters at the end of a text that are nothing but repetition. That is far more than a table or a list repeats. */
const LONG = 16 * 1024;

/** The longest unit that is recognized, in characters: a few paragraphs. It is then repeated eight times at least. */
const LONGEST_UNIT = 2 * 1024;

/** Characters between two checks, at least. */
const STEP = 4 * 1024;

/** The share of the text that comes between two checks: each copies all of it, as it has come in pieces. */
const SHARE = 1 / 8;

/** The unit that the end of `text` repeats over {@linkcode LONG} characters, or `undefined` if it does not. */
export function repeatedUnit(text: string): string | undefined {
  if (text.length < LONG) return undefined;
  const tail = text.slice(-LONG);
  // If the tail has a period of at most this length, its end occurs again exactly one period before.
  const end = tail.slice(-LONGEST_UNIT);
  const before = tail.lastIndexOf(end, LONG - LONGEST_UNIT - 1);
  const period = LONG - LONGEST_UNIT - before;
  if (before < 0 || period > LONGEST_UNIT) return undefined;
  return tail.endsWith(tail.slice(0, -period)) ? tail.slice(-period) : undefined;
}

/** Watches a text that grows; returns the unit once its end is nothing but repetition. */
export function watchRepetition(): (text: string) => string | undefined {
  let checked = 0;
  return (text) => {
    if (text.length < checked + Math.max(STEP, checked * SHARE)) return undefined;
    checked = text.length;
    return repeatedUnit(text);
  };
}
