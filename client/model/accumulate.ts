/**
 * Puts the pieces of a streamed chat completion together. Pure.
 *
 * Endpoints cut tool calls in many ways: with an index or without, always with index 0, with empty ids,
 * with arguments as text or as an object. The rules here read all of them.
 */

/** A tool call as far as it has arrived. */
export interface CallDraft {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  /** The arguments' JSON text so far. */
  readonly arguments: string;
}

/** A reply of the model as far as it has arrived. */
export interface Reply {
  readonly text: string;
  readonly calls: readonly CallDraft[];
  readonly finishReason: string | undefined;
}

export const EMPTY_REPLY: Reply = { text: "", calls: [], finishReason: undefined };

/** The part of a delta, or of a whole message, that is read here. Every field may be missing or odd. */
export interface Delta {
  readonly content?: unknown;
  readonly tool_calls?: unknown;
}

export function accumulate(reply: Reply, delta: Delta, finishReason?: string | null): Reply {
  const pieces = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
  return {
    text: reply.text + (typeof delta.content === "string" ? delta.content : ""),
    calls: pieces.map(readPiece).reduce(addPiece, reply.calls),
    finishReason: finishReason ?? reply.finishReason,
  };
}

interface Piece {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

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
  if (!open) return [...calls, piece];
  const merged = {
    index: open.index,
    // An empty id or name in a later piece never overwrites.
    id: open.id || piece.id,
    name: open.name || piece.name,
    arguments: open.arguments + piece.arguments,
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

function isComplete(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
