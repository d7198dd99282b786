/**
 * Text in lines as wide as a terminal, measured in columns: a Japanese character or an emoji takes two, a
 * combining mark none.
 *
 * @module
 */
import stringWidth from "fast-string-width";

/** How {@linkcode wrap} lays out its lines. */
export interface WrapOptions {
  /** Columns by which every line after the first is indented; at most half of the width is used. */
  readonly indent?: number;
}

/**
 * Where a line may break: at spaces, but not before French punctuation and not inside guillemets, even if the
 * text has an ordinary space there. No-break spaces (U+00A0 and U+202F) do not match.
 */
const BREAK = /((?<!« *) +(?! *[:;?!»]))/;

/** An address stays whole, so that a terminal can open it; the terminal itself continues it on the next line. */
const ADDRESS = /^\(?https?:\/\//;

/** A cut next to one of these would be a line break at a no-break space. */
const NO_BREAK = /^[\u00A0\u202F]/;

let graphemes: Intl.Segmenter | undefined;

/** Made when a word has to be cut: that takes 25 ms. */
function segments(word: string): Intl.Segments {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return graphemes.segment(word);
}

/** The width in terminal columns of a text without line breaks. */
export function columns(text: string): number {
  return stringWidth(text);
}

/**
 * Breaks a text into lines of at most `width` columns (at least one character each). Lines break between words,
 * and within a word only if it is longer than a line and not an address: then between two characters as a reader
 * sees them (grapheme clusters). The spaces at a break are dropped; line breaks of the text stay, and a tab becomes a
 * space.
 *
 * @param text plain text, without escape sequences
 */
export function wrap(text: string, width: number, { indent = 0 }: WrapOptions = {}): string[] {
  const margin = " ".repeat(Math.max(0, Math.min(indent, Math.floor(width / 2))));
  const lines: string[] = [];
  for (const paragraph of text.replaceAll("\t", " ").split(/\r?\n/)) {
    wrapParagraph(paragraph.replace(/ +$/, ""), width, margin, lines);
  }
  return lines;
}

function wrapParagraph(paragraph: string, width: number, margin: string, lines: string[]): void {
  const [first = "", ...others] = paragraph.split(BREAK);
  let line = "";
  let used = 0;
  const begin = (text: string) => {
    const start = lines.length === 0 ? "" : margin;
    const pieces = cut(text, width - start.length, width - margin.length);
    lines.push(...pieces.slice(0, -1).map((piece, index) => (index === 0 ? start : margin) + piece));
    line = (pieces.length === 1 ? start : margin) + pieces.at(-1);
    used = columns(line);
  };
  begin(first);
  for (let index = 0; index < others.length; index += 2) {
    const [gap = "", word = ""] = others.slice(index, index + 2);
    const size = columns(gap + word);
    if (used + size <= width) {
      line += gap + word;
      used += size;
    } else {
      lines.push(line);
      begin(word);
    }
  }
  lines.push(line);
}

/** A word in pieces of at most `width` columns, the first of at most `firstWidth`. */
function cut(word: string, firstWidth: number, width: number): string[] {
  if (columns(word) <= firstWidth || ADDRESS.test(word)) return [word];
  const pieces: string[] = [];
  let piece: string[] = [];
  let used = 0;
  for (const { segment } of segments(word)) {
    const size = columns(segment);
    const limit = pieces.length === 0 ? firstWidth : width;
    if (piece.length > 0 && used + size > limit) {
      const kept = piece.splice(breakable([...piece, segment]));
      pieces.push(piece.join(""));
      piece = kept;
      used = kept.reduce((sum, each) => sum + columns(each), 0);
    }
    piece.push(segment);
    used += size;
  }
  return [...pieces, piece.join("")];
}

/**
 * Where to cut before the last grapheme: further to the left if a no-break space is next to the
 * cut.
 */
function breakable(segments: readonly string[]): number {
  const last = segments.length - 1;
  for (let at = last; at > 0; at--) {
    if (!NO_BREAK.test(segments[at]!) && !NO_BREAK.test(segments[at - 1]!)) return at;
  }
  return last;
}
