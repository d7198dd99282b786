/**
 * Separates the thinking in a text (`<think>…</think>`) from the answer, however the text is cut into pieces. Pure.
 *
 * A tag counts only at the beginning of a line, so that a text about tags is left as it is. Some models begin with
 * their thinking and write only the tag at its end.
 *
 * @module
 */

/** What has been read so far. */
export interface Thinking {
  /** The text outside the tags. */
  readonly text: string;
  /** The text inside the tags. */
  readonly reasoning: string;
  /** Whether a tag is open. */
  readonly isThinking: boolean;
  /** Whether there has been a tag. */
  readonly hasThought: boolean;
  /** The end of the text, if it may be the beginning of a tag. */
  readonly held: string;
}

/** Before the first piece. */
export const NO_THINKING: Thinking = {
  text: "",
  reasoning: "",
  isThinking: false,
  hasThought: false,
  held: "",
};

const OPEN = "<think>";
const CLOSE = "</think>";
const TAGS = [OPEN, CLOSE];

/** Reads one more piece. */
export function addThinking(state: Thinking, piece: string): Thinking {
  return read({ ...state, held: "" }, state.held + piece);
}

/** The result when no more pieces come: what may have been the beginning of a tag is text. */
export function endThinking({ held, ...state }: Thinking): Thinking {
  return append({ ...state, held: "" }, held);
}

function read(state: Thinking, rest: string): Thinking {
  for (let at = rest.indexOf("<"); at >= 0; at = rest.indexOf("<", at + 1)) {
    const tail = rest.slice(at, at + CLOSE.length);
    if (!TAGS.some((tag) => tag.startsWith(tail) || tail.startsWith(tag))) continue;
    const before = append(state, rest.slice(0, at));
    if (!before.isThinking && !beginsLine(before)) continue;
    if (tail === CLOSE && (before.isThinking || !before.hasThought)) {
      return read(closed(before), rest.slice(at + CLOSE.length));
    }
    if (tail.startsWith(OPEN) && !before.isThinking) {
      return read({ ...before, isThinking: true, hasThought: true }, rest.slice(at + OPEN.length));
    }
    const isEnd = at + tail.length === rest.length;
    if (isEnd && TAGS.some((tag) => tag !== tail && tag.startsWith(tail))) return { ...before, held: tail };
  }
  return append(state, rest);
}

function closed(state: Thinking): Thinking {
  const { isThinking, text, reasoning } = state;
  return isThinking
    ? { ...state, isThinking: false }
    // Only the end of the thinking is marked: everything before it is thinking.
    : { ...state, text: "", reasoning: reasoning + text, hasThought: true };
}

function append(state: Thinking, piece: string): Thinking {
  if (state.isThinking) return { ...state, reasoning: state.reasoning + piece };
  // The blank lines between the thinking and the answer belong to neither.
  const added = state.hasThought && state.text === "" ? piece.trimStart() : piece;
  return { ...state, text: state.text + added };
}

function beginsLine({ text }: Thinking): boolean {
  return text.slice(text.lastIndexOf("\n") + 1).trim() === "";
}
