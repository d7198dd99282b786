/**
 * A server-sent event stream on web streams (WHATWG HTML §9.2), bounded: a reader that does not
 * read is cut off, so that it cannot fill the process's memory.
 *
 * @module
 */
import { queueStrategy } from "../lib/queue_strategy.ts";
import { unmarkBytes } from "./exact_ids.ts";
import type { Limits } from "./limits.ts";

/** The headers of an answer that is an event stream; `X-Accel-Buffering` keeps nginx from holding it back. */
export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/**
 * Why a stream was cut off. The runtime prints it: a string takes one line, an `Error` would print
 * a stack trace.
 */
export const UNREAD = "A stream was cut off: its reader does not read.";

/** A stream of server-sent events that the server writes. */
export interface EventStream {
  /** The body of the answer. */
  readonly body: ReadableStream<Uint8Array>;
  /** Queues one event; `false` if the stream is over. */
  send(event: string, data: string): boolean;
  /** Queues a line that carries no event. */
  comment(text: string): void;
  /** Queues bytes of serialized events; `false` if the stream is over. */
  pass(bytes: Uint8Array): boolean;
  /** Ends the stream after what is queued. */
  close(): void;
}

/**
 * Opens a stream that sends a comment every `limits.keepAliveMs`, so that no proxy closes it as
 * idle.
 *
 * @param onEnd called once, when either side has ended the stream
 */
export function openEventStream(limits: Limits, onEnd: () => void): EventStream {
  const encoder = new TextEncoder();
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    clearInterval(keepAlive);
    onEnd();
  };
  const body = new ReadableStream<Uint8Array>(
    { start: (c) => void (controller = c), cancel: end },
    queueStrategy(limits.queuedBytes),
  );
  const pass = (bytes: Uint8Array) => {
    if (!open) return false;
    if (controller.desiredSize! <= 0) {
      controller.error(UNREAD);
      end();
      return false;
    }
    controller.enqueue(unmarkBytes(bytes));
    return true;
  };
  const write = (text: string) => pass(encoder.encode(text));
  const keepAlive = setInterval(() => write(": keep-alive\n\n"), limits.keepAliveMs);
  return {
    body,
    pass,
    comment: (text) => void write(`: ${text}\n\n`),
    send: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`),
    close() {
      if (!open) return;
      controller.close();
      end();
    },
  };
}
