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
import type { Endpoint } from "./endpoint.ts";

const SECRET = crypto.randomUUID();
const marks = createIntegerMarks(SECRET);

/**
 * What a body says, its integer ids beyond 2^53 − 1 as marked strings.
 *
 * @param value what the text says, with the ids rounded
 * @returns the same `value` if it holds no such id
 */
export function markIds(text: string, value: unknown): unknown {
  const messages = Array.isArray(value) ? value : [value];
  if (!messages.some((message) => placesOf(message).some(isUnsafe))) return value;
  const exact = parseExact(text);
  const exactMessages = Array.isArray(exact) ? exact : [exact];
  messages.forEach((message, index) => {
    const digits = placesOf(exactMessages[index]);
    placesOf(message).forEach((place, at) => {
      if (isUnsafe(place)) place.holder[place.name] = marks.markOf(digitsOf(digits[at]!));
    });
  });
  return value;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly name: string;
}

/** Where a message may hold an id, the same places for the same message. */
function placesOf(message: unknown): Place[] {
  const envelope = asObject(message) as Record<string, unknown>;
  const params = asObject(envelope.params) as Record<string, unknown>;
  const meta = asObject(params._meta) as Record<string, unknown>;
  return [
    { holder: envelope, name: "id" },
    { holder: params, name: "requestId" },
    { holder: meta, name: "progressToken" },
  ];
}

function isUnsafe({ holder, name }: Place): boolean {
  const value = holder[name];
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** What was written, or all digits of what was written with an exponent. */
function digitsOf({ holder, name }: Place): string {
  const value = holder[name];
  return isLongInteger(value) ? JSON.stringify(value) : BigInt(value as number).toString();
}

/** Bytes that the server writes, with the integers that were read in place of their marks. */
export function unmarkBytes(bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.includes(SECRET) ? new TextEncoder().encode(marks.unmark(view.toString())) : bytes;
}

/** The same endpoint, whose answers in JSON carry the ids that were sent; event streams do so by themselves. */
export function withExactIds(endpoint: Endpoint): Endpoint {
  return async (request, principal, observer) => {
    let isMarked = false;
    const response = await endpoint(request, principal, {
      ...observer,
      onBody(body) {
        isMarked = holdsMark(body.value);
        observer.onBody(isMarked ? { ...body, value: JSON.parse(body.text) } : body);
      },
    });
    if (!isMarked || isEventStream(response.headers)) return response;
    return new Response(marks.unmark(await response.text()), response);
  };
}

function holdsMark(body: unknown): boolean {
  const messages = Array.isArray(body) ? body : [body];
  return messages.flatMap(placesOf).some(({ holder, name }) =>
    typeof holder[name] === "string" && holder[name].includes(SECRET)
  );
}
