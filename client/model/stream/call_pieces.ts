/**
 * Puts the pieces of tool calls together: by their index, by their id, or by what came before them. Pure.
 *
 * @module
 */
import { asObject } from "../../../lib/json.ts";

/** A tool call as far as it has arrived. */
export interface CallDraft {
  /** Its place among the calls, if the endpoint sends it. */
  readonly index: number | undefined;
  /** The id, or `""`. */
  readonly id: string;
  /** The name of the tool, or `""`. */
  readonly name: string;
  /** The arguments' JSON text so far. */
  readonly arguments: string;
  /** The last piece, if each piece so far begins with the one before it. */
  readonly repeated: string | undefined;
}

/** How many calls of a reply are kept: far fewer are run, and each piece is searched for among them. */
const MOST = 1_024;

type Piece = Omit<CallDraft, "repeated">;

function readPiece(piece: unknown): Piece {
  const whole = asObject(piece);
  const { index, id, function: called = whole } = whole;
  // Some endpoints send the name alone, or the name and the arguments beside the id, or `parameters`.
  const { name, arguments: written, parameters } = typeof called === "string"
    ? { ...whole, name: called }
    : asObject(called);
  const given = written ?? parameters;
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

/**
 * The calls with one more piece. A call too many is left out.
 *
 * @param given an entry of `tool_calls`; every field may be missing or odd
 */
export function addCallPiece(calls: readonly CallDraft[], given: unknown): readonly CallDraft[] {
  const piece = readPiece(given);
  const position = findCall(calls, piece);
  const open = calls[position];
  if (!open && calls.length >= MOST) return calls;
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

/** The position of the call that a piece continues, or −1 if it begins a new one. */
function findCall(calls: readonly CallDraft[], piece: Piece): number {
  const position = piece.index !== undefined
    ? calls.findLastIndex((call) => call.index === piece.index)
    : piece.id
    ? calls.findLastIndex((call) => call.id === piece.id)
    : calls.length - 1;
  const open = calls[position];
  if (!open) return -1;
  const isOtherId = piece.id !== "" && open.id !== "" && piece.id !== open.id;
  // Without ids, a name begins a new call if the arguments are complete, or if it cannot be the same call.
  const isNamed = piece.id === "" && piece.name !== "" && open.name !== "";
  const isOtherCall = isNamed &&
    (isComplete(open.arguments) || (open.arguments === "" && piece.name !== open.name));
  return isOtherId || isOtherCall ? -1 : position;
}

/** The call when no more pieces come: if they repeat one another, the last one is the whole, if it is complete. */
export function settledCall(call: CallDraft): CallDraft {
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
