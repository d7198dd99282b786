/**
 * A text that comes in pieces. Pure.
 *
 * Most endpoints send what is new, but some send the whole text so far each time. After a few pieces it is clear
 * which of the two it is. Until then, only what both readings have in common is certain.
 *
 * @module
 */

/** The pieces so far. */
export interface TextPieces {
  /** What is certain. It never becomes shorter. */
  readonly text: string;
  /** All pieces, one after the other. */
  readonly joined: string;
  /** The first piece. */
  readonly first: string;
  /** The last piece. */
  readonly last: string;
  /** How many pieces there were. */
  readonly count: number;
  /** Whether each piece repeats the one before it; `undefined` while that is unclear. */
  readonly isCumulative: boolean | undefined;
}

/** Before the first piece. */
export const NO_PIECES: TextPieces = {
  text: "",
  joined: "",
  first: "",
  last: "",
  count: 0,
  isCumulative: undefined,
};

/** A repetition of this many characters is not a coincidence. */
const LONG = 16;

/** The pieces and one more. */
export function addTextPiece(pieces: TextPieces, piece: string): TextPieces {
  if (piece === "") return pieces;
  const { joined, first, last, count } = pieces;
  if (count === 0) return { ...pieces, text: piece, joined: piece, first: piece, last: piece, count: 1 };
  const repeats = piece.startsWith(last);
  if (pieces.isCumulative && repeats) return { ...pieces, text: piece, joined: piece, last: piece };
  if (pieces.isCumulative !== undefined || !repeats) {
    return { ...pieces, text: joined + piece, joined: joined + piece, last: piece, isCumulative: false };
  }
  if (last.length >= LONG && piece.length > last.length) {
    return { ...pieces, text: piece, joined: piece, last: piece, isCumulative: true };
  }
  const both = joined + piece;
  return {
    text: common(both, piece),
    joined: both,
    first,
    last: piece,
    count: count + 1,
    isCumulative: undefined,
  };
}

/** The whole text when no more pieces come. */
export function settledText({ text, joined, first, last, count, isCumulative }: TextPieces): string {
  if (isCumulative !== undefined) return text;
  const grows = last.length > first.length;
  return grows && (count > 2 || first.length > 2) && !isRun(last) ? last : joined;
}

/** Whether a text is one character repeated, as in a line of dashes: it repeats itself in either reading. */
function isRun(text: string): boolean {
  return text === text[0]!.repeat(text.length);
}

function common(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}
