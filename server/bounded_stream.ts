/**
 * Forwards a stream, and cuts it off if its reader does not read.
 *
 * @module
 */
import { queueStrategy } from "../lib/queue_strategy.ts";
import { isEventStream } from "../lib/media_type.ts";
import { unmarkBytes } from "./exact_ids.ts";
import { UNREAD } from "./event_stream.ts";

/**
 * The same response with its event stream bounded by {@linkcode boundedStream}; other bodies are
 * unchanged.
 *
 * The SDK's `Connection: keep-alive` is dropped: the connection belongs to the runtime, which may say `close`.
 *
 * @param onOpen called if it is a stream; returns what is called once when the stream has ended
 * @param signal ends the stream
 */
export function boundedAnswer(
  response: Response,
  maxBytes: number,
  onOpen: () => () => void,
  signal?: AbortSignal,
): Response {
  if (!isEventStream(response.headers) || !response.body) return response;
  response.headers.delete("connection");
  return new Response(boundedStream(response.body, maxBytes, onOpen(), signal), response);
}

/**
 * The SDK queues events without a limit. This stream takes them out immediately and queues up to
 * `maxBytes`; beyond that it breaks off at both ends.
 *
 * @param onEnd called once, whichever side ends the stream
 * @param signal ends the stream, as if its source had
 */
export function boundedStream(
  source: ReadableStream<Uint8Array>,
  maxBytes: number,
  onEnd: () => void,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  // Whatever waits to be read, the end comes next.
  signal?.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  const pump = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    try {
      while (true) {
        const { done, value } = await reader.read();
        if (done) break;
        if (controller.desiredSize! <= 0) throw UNREAD;
        controller.enqueue(unmarkBytes(value));
      }
      controller.close();
    } catch (error) {
      controller.error(error);
      await reader.cancel(error).catch(() => {});
    } finally {
      onEnd();
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => void pump(controller),
      cancel: (reason) => reader.cancel(reason),
    },
    queueStrategy(maxBytes),
  );
}
