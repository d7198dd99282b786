/**
 * A server-sent event stream on web streams (WHATWG HTML §9.2), bounded: a reader that does not
 * read is cut off, so that it cannot fill the process's memory.
 *
 * @module
 */
import { queueStrategy } from "../lib/queue_strategy.ts";
import type { Watcher } from "../trace/record/pass_through.ts";
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

/** How many pieces a stream keeps until somebody watches: an answer is watched as soon as it is opened. */
const MAX_EARLY = 2;

/** How to watch a stream of {@linkcode openEventStream}, by its body. */
const watchable = new WeakMap<object, (watcher: Watcher) => boolean>();

/**
 * Watches what is sent on a stream from its first piece, which takes less time than a stream around it.
 *
 * @returns `false` if the body is not of {@linkcode openEventStream}, or has been sent more than it keeps
 */
export function watchSent(body: ReadableStream<Uint8Array> | null, watcher: Watcher): boolean {
  return (body && watchable.get(body)?.(watcher)) ?? false;
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
  let watcher: Watcher | undefined;
  /** What has been sent so far, for a watcher; `undefined` once that is too much to keep. */
  let early: Uint8Array[] | undefined = [];
  const end = () => {
    if (!open) return;
    open = false;
    clearInterval(keepAlive);
    onEnd();
  };
  const cancel = () => {
    if (open) watcher?.onEnd(true);
    end();
  };
  const body = new ReadableStream<Uint8Array>(
    { start: (c) => void (controller = c), cancel },
    queueStrategy(limits.queuedBytes),
  );
  watchable.set(body, (given) => {
    if (!early || !open) return false;
    watcher = given;
    for (const piece of early) watcher.onChunk(piece);
    early = undefined;
    return true;
  });
  const pass = (bytes: Uint8Array) => {
    if (!open) return false;
    if (controller.desiredSize! <= 0) {
      controller.error(UNREAD);
      watcher?.onError(UNREAD);
      end();
      return false;
    }
    const piece = unmarkBytes(bytes);
    controller.enqueue(piece);
    if (watcher) watcher.onChunk(piece);
    else if (early && early.push(piece) > MAX_EARLY) early = undefined;
    return true;
  };
  const write = (text: string) => pass(encoder.encode(text));
  const keepAlive = setInterval(() => {
    early = undefined;
    write(": keep-alive\n\n");
  }, limits.keepAliveMs);
  return {
    body,
    pass,
    comment: (text) => void write(`: ${text}\n\n`),
    send: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`),
    close() {
      if (!open) return;
      controller.close();
      watcher?.onEnd();
      end();
    },
  };
}
