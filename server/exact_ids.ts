/**
 * Request ids that a number cannot hold, on their way through the SDK.
 *
 * JSON-RPC ids, and the two members that repeat what a client chose (`progressToken` and the `requestId` of a
 * cancellation), may be any integer, and an answer must carry the one that was sent. JavaScript rounds beyond
 * 2^53 − 1, and the SDK refuses. So they travel as marked strings, and every answer that the server writes
 * turns the marks into integers again.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createIntegerMarks, isLongInteger, parseExact } from "../lib/exact_json.ts";
import { asObject } from "../lib/json.ts";
import { isEventStream } from "../lib/media_type.ts";
import type { JsonBody } from "./read_json.ts";

const SECRET = crypto.randomUUID();
const marks = createIntegerMarks(SECRET);

/**
 * Answers a body whose ids may be long. Event streams are unmarked where they are written, see
 * {@linkcode unmarkBytes}.
 *
 * @param answer gets the body with its long ids as marked strings; usually there is none, and the body is as it was
 */
export function withExactIds(
  body: JsonBody,
  answer: (body: JsonBody) => Response | Promise<Response>,
): Response | Promise<Response> {
  const messages = Array.isArray(body.value) ? body.value : [body.value];
  return messages.some(holdsLongId) ? unmarked(answer({ ...body, value: markIds(body) })) : answer(body);
}

async function unmarked(given: Response | Promise<Response>): Promise<Response> {
  const answer = await given;
  if (isEventStream(answer.headers) || !answer.body) return answer;
  return new Response(marks.unmark(await answer.text()), answer);
}

/** Bytes that the server writes, with the integers that were read in place of their marks. */
export function unmarkBytes(bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.includes(SECRET) ? new TextEncoder().encode(marks.unmark(view.toString())) : bytes;
}

function holdsLongId(message: unknown): boolean {
  const { id, params } = asObject(message);
  const { requestId, _meta } = asObject(params);
  return isLong(id) || isLong(requestId) || isLong(asObject(_meta).progressToken);
}

function isLong(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function markIds({ text }: JsonBody): unknown {
  const value = parseExact(text);
  for (const message of Array.isArray(value) ? value : [value]) {
    const params = asObject(asObject(message).params);
    markIn(message, "id");
    markIn(params, "requestId");
    markIn(params._meta, "progressToken");
  }
  return plain(value);
}

/** Long integers stay what JavaScript makes of them everywhere but in an id. */
function markIn(holder: unknown, name: string): void {
  const members = asObject(holder) as Record<string, unknown>;
  const value = members[name];
  if (isLongInteger(value)) members[name] = marks.markOf(JSON.stringify(value));
  else if (isLong(value)) members[name] = marks.markOf(BigInt(value as number).toString());
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
