/**
 * Limits how much of an answer is read, counted after decompression.
 *
 * The runtime decompresses without limit, and the code that reads a body keeps all of it in memory.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { isEventStream } from "../../lib/media_type.ts";
import type { UserError } from "../../cli/errors.ts";
import { exceeded, MESSAGE_BYTES, type OnExceeded, STREAM_BYTES } from "./limits.ts";

/**
 * A `fetch` whose bodies fail with an error when they grow too large.
 *
 * @param onExceeded called with the error, since the SDK would treat it as a lost connection
 * @param tooLarge makes that error, if it is not one of an MCP server; `most` is the limit in bytes
 */
export function maxBytes(
  fetch: Fetch,
  onExceeded: OnExceeded,
  tooLarge: (url: string, most: number) => UserError = (url, most) =>
    exceeded("mcp_sends_too_much", url, most),
): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    const isEvents = isEventStream(headers);
    const inEvent = countEvent();
    let total = 0;
    // A stream that is not the answer to a POST carries messages for as long as it is open.
    const most = !isEvents ? MESSAGE_BYTES : init?.method === "POST" ? STREAM_BYTES : Infinity;
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        total += chunk.length;
        const isTooLarge = total > most || isEvents && inEvent(chunk) > MESSAGE_BYTES;
        if (!isTooLarge) return controller.enqueue(chunk);
        const url = input instanceof Request ? input.url : input;
        const error = tooLarge(String(url), total > most ? most : MESSAGE_BYTES);
        onExceeded(error);
        throw error;
      },
    });
    // Without the signal, the runtime would go on reading an aborted body as long as more comes.
    const body = response.body.pipeThrough(counted, init?.signal ? { signal: init.signal } : {});
    return new Response(body, { status, statusText, headers });
  };
}

const [LF, CR] = [10, 13];

/** Reads a stream chunk by chunk, and returns how many bytes have come since its last empty line. */
function countEvent(): (chunk: Uint8Array) => number {
  let size = 0;
  let last = LF;
  let isEmptyLine = true;
  return (chunk) => {
    for (const byte of chunk) {
      size++;
      if (byte === LF && last !== CR || byte === CR) {
        if (isEmptyLine) size = 0;
        isEmptyLine = true;
      } else if (byte !== LF) {
        isEmptyLine = false;
      }
      last = byte;
    }
    return size;
  };
}
