/**
 * Reads the chunks of a streamed chat completion.
 *
 * @module
 */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { asObject } from "../../../lib/json.ts";
import { parseJson } from "./parse_json.ts";

/** The end mark of a stream, in the place of a chunk. */
export const DONE = Symbol("[DONE]");

/**
 * The chunks of an event stream (WHATWG HTML §9.2.6), and {@linkcode DONE} for the end mark, which ends the reading.
 * Data that does not begin as JSON does, like `ping`, is ignored.
 *
 * @throws an `EndpointError` for broken JSON, or what reading the body throws
 */
export async function* readChunks(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<unknown> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void events.push(event) });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    for (const event of events.splice(0)) {
      const chunk = chunkOf(event);
      if (chunk !== undefined) yield chunk;
      if (chunk === DONE) return;
    }
  }
  // Some endpoints leave out the empty line at the end.
  parser.feed("\n\n");
  for (const chunk of events.map(chunkOf)) if (chunk !== undefined) yield chunk;
}

function chunkOf({ event, data: given }: EventSourceMessage): unknown {
  const data = given.trim();
  if (/^"?\[done\]/i.test(data)) return DONE;
  if (event === "error") return { error: errorOf(data) };
  return /^[{[]/.test(data) ? parseJson(data) : undefined;
}

function errorOf(data: string): unknown {
  try {
    const parsed = parseJson(data);
    return asObject(parsed).error ?? parsed;
  } catch {
    return data || "error";
  }
}
