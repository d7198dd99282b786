/**
 * Tells the thinking in a text (`<think>…</think>`) from the answer, wherever the text is cut. Pure.
 *
 * A tag counts at the beginning of a line alone, so that a text about tags stays a text. Some models begin
 * with their thinking and write its end alone.
 */

export interface Thinking {
  readonly text: string;
  readonly reasoning: string;
  readonly isThinking: boolean;
  readonly hasThought: boolean;
  /** What may be the beginning of a tag. */
  readonly held: string;
}

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

export function addThinking(state: Thinking, piece: string): Thinking {
  return read({ ...state, held: "" }, state.held + piece);
}

/** Once no piece follows: what might have been a tag was none. */
export function endThinking({ held, ...state }: Thinking): Thinking {
  return say({ ...state, held: "" }, held);
}

function read(state: Thinking, rest: string): Thinking {
  for (let at = rest.indexOf("<"); at >= 0; at = rest.indexOf("<", at + 1)) {
    const tail = rest.slice(at, at + CLOSE.length);
    if (!TAGS.some((tag) => tag.startsWith(tail) || tail.startsWith(tag))) continue;
    const before = say(state, rest.slice(0, at));
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
  return say(state, rest);
}

function closed(state: Thinking): Thinking {
  const { isThinking, text, reasoning } = state;
  return isThinking
    ? { ...state, isThinking: false }
    // Only the end of the thinking is marked: all that was said is thinking.
    : { ...state, text: "", reasoning: reasoning + text, hasThought: true };
}

function say(state: Thinking, piece: string): Thinking {
  if (state.isThinking) return { ...state, reasoning: state.reasoning + piece };
  // The blank lines between the thinking and the answer belong to neither.
  const said = state.hasThought && state.text === "" ? piece.trimStart() : piece;
  return { ...state, text: state.text + said };
}

function beginsLine({ text }: Thinking): boolean {
  return text.slice(text.lastIndexOf("\n") + 1).trim() === "";
}
