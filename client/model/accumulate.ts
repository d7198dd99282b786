/**
 * Puts the pieces of a streamed chat completion together. Pure.
 *
 * Endpoints cut tool calls in many ways: with an index or without, always with index 0, with empty ids,
 * with arguments as text or as an object, piece by piece or whole again each time. The rules here read all
 * of them.
 */
import { asRecord, readContent } from "./content.ts";
import { addTextPiece, NO_PIECES, settledText, type TextPieces } from "./text_pieces.ts";
import { addThinking, endThinking, NO_THINKING, type Thinking } from "./thinking.ts";

/** A tool call as far as it has arrived. */
export interface CallDraft {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  /** The arguments' JSON text so far. */
  readonly arguments: string;
  /** The last piece, where each one so far repeats the one before. */
  readonly repeated: string | undefined;
}

/** Where an endpoint tells the reasoning, beside the text. */
export type ReasoningField = "reasoning_content" | "reasoning";

/** A reply of the model as far as it has arrived. */
export interface Reply {
  readonly text: string;
  readonly reasoning: string;
  readonly reasoningField: ReasoningField | undefined;
  readonly calls: readonly CallDraft[];
  readonly finishReason: string | undefined;
  /** The text with the thinking that may stand in it, and the reasoning beside it, as they came. */
  readonly pieces: { readonly content: TextPieces; readonly thinking: Thinking; readonly beside: TextPieces };
}

export const EMPTY_REPLY: Reply = {
  text: "",
  reasoning: "",
  reasoningField: undefined,
  calls: [],
  finishReason: undefined,
  pieces: { content: NO_PIECES, thinking: NO_THINKING, beside: NO_PIECES },
};

/** The part of a delta, or of a whole message, that is read here. Every field may be missing or odd. */
export interface Delta {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
}

export function accumulate(reply: Reply, delta: Delta, finishReason?: string | null): Reply {
  const added = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
  const said = readContent(delta.content);
  const field = FIELDS.find((name) => typeof delta[name] === "string" && delta[name] !== "");
  const { content: before, thinking, beside } = reply.pieces;
  const content = addTextPiece(before, said.text);
  return withTexts({
    ...reply,
    reasoningField: reply.reasoningField ?? field,
    calls: added.map(readPiece).reduce(addPiece, reply.calls),
    finishReason: finishReason ?? reply.finishReason,
  }, {
    content,
    thinking: addThinking(thinking, content.text.slice(before.text.length)),
    beside: addTextPiece(beside, field ? String(delta[field]) : said.reasoning),
  });
}

/** The reply once nothing follows. */
export function finish(reply: Reply): Reply {
  const { content, thinking, beside } = reply.pieces;
  const rest = settledText(content).slice(content.text.length);
  return withTexts({ ...reply, calls: reply.calls.map(settledCall) }, {
    content: NO_PIECES,
    thinking: endThinking(addThinking(thinking, rest)),
    beside: { ...NO_PIECES, text: settledText(beside) },
  });
}

function withTexts(reply: Reply, pieces: Reply["pieces"]): Reply {
  const { text, reasoning } = pieces.thinking;
  return { ...reply, text, reasoning: pieces.beside.text + reasoning, pieces };
}

const FIELDS: readonly ReasoningField[] = ["reasoning_content", "reasoning"];

type Piece = Omit<CallDraft, "repeated">;

function readPiece(piece: unknown): Piece {
  const { index, id, function: called } = asRecord(piece);
  const { name, arguments: given } = asRecord(called);
  return {
    index: typeof index === "number" ? index : undefined,
    id: typeof id === "string" ? id : "",
    name: typeof name === "string" ? name : "",
    arguments: typeof given === "string"
      ? given
      : given === null || given === undefined
      ? ""
      : JSON.stringify(given),
  };
}

function addPiece(calls: readonly CallDraft[], piece: Piece): readonly CallDraft[] {
  const position = findCall(calls, piece);
  const open = calls[position];
  if (!open) return [...calls, { ...piece, repeated: piece.arguments }];
  const { arguments: added } = piece;
  const merged = {
    index: open.index,
    // An empty id or name in a later piece never overwrites.
    id: open.id || piece.id,
    name: open.name || piece.name,
    arguments: open.arguments + added,
    repeated: added === ""
      ? open.repeated
      : open.repeated !== undefined && added.startsWith(open.repeated)
      ? added
      : undefined,
  };
  return calls.with(position, merged);
}

/** The position of the call that a piece continues, or −1 where it opens a new one. */
function findCall(calls: readonly CallDraft[], piece: Piece): number {
  const position = piece.index !== undefined
    ? calls.findLastIndex((call) => call.index === piece.index)
    : piece.id
    ? calls.findLastIndex((call) => call.id === piece.id)
    : calls.length - 1;
  const open = calls[position];
  if (!open) return -1;
  const isOtherId = piece.id !== "" && open.id !== "" && piece.id !== open.id;
  // Calls without ids: a name opens one where the arguments are complete, or cannot be going to come.
  const isNamed = piece.id === "" && piece.name !== "" && open.name !== "";
  const isOtherCall = isNamed &&
    (isComplete(open.arguments) || (open.arguments === "" && piece.name !== open.name));
  return isOtherId || isOtherCall ? -1 : position;
}

/** Of pieces that repeat one another, the last is the whole, where it is whole. */
function settledCall(call: CallDraft): CallDraft {
  const { arguments: joined, repeated } = call;
  const whole = repeated !== undefined && isComplete(repeated) ? repeated : joined;
  return { ...call, arguments: whole };
}

function isComplete(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
