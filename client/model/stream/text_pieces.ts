/**
 * A text that comes in pieces. Pure.
 *
 * Most endpoints send what is new; some send the whole text so far, again and again. Which of the two it is
 * shows after a few pieces: until then, only what both readings have in common is certain.
 */

export interface TextPieces {
  /** What is certain: it only ever grows. */
  readonly text: string;
  /** All pieces, one behind the other. */
  readonly joined: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** Whether each piece repeats the one before it; `undefined` while it may be so. */
  readonly isCumulative: boolean | undefined;
}

export const NO_PIECES: TextPieces = {
  text: "",
  joined: "",
  first: "",
  last: "",
  count: 0,
  isCumulative: undefined,
};

/** A repetition of so many characters is no chance. */
const LONG = 16;

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

/** The whole text, once no piece follows. */
export function settledText({ text, joined, first, last, count, isCumulative }: TextPieces): string {
  if (isCumulative !== undefined) return text;
  const grows = last.length > first.length;
  return grows && (count > 2 || first.length > 2) && !isRun(last) ? last : joined;
}

/** One character again and again, as in a rule of dashes: it repeats itself in either reading. */
function isRun(text: string): boolean {
  return text === text[0]!.repeat(text.length);
}

function common(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}
