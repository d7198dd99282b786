/**
 * Texts that hold no more memory than they are long.
 *
 * @module
 */

/**
 * The same text, with characters of its own. A part of a longer text, cut out with `slice` or by a parser, keeps
 * the whole longer text in memory (V8's sliced strings): what is kept for long must be copied.
 */
export function ownCopy(text: string): string {
  // V8 joins two texts lazily, and copies them into one when a part is asked for.
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
