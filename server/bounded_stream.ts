/** A stream that is passed on as it comes, and cut off where its reader does not read. */
import { UNREAD } from "./event_stream.ts";

/**
 * The SDK queues events without a bound. Here they are taken out at once and queued up to `maxBytes`;
 * beyond that the stream is broken off, at both ends.
 *
 * @param onEnd called once, whoever ended the stream
 */
export function boundedStream(
  source: ReadableStream<Uint8Array>,
  maxBytes: number,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const pump = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    try {
      while (true) {
        const { done, value } = await reader.read();
        if (done) break;
        if (controller.desiredSize! <= 0) throw UNREAD;
        controller.enqueue(value);
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
    new ByteLengthQueuingStrategy({ highWaterMark: maxBytes }),
  );
}
