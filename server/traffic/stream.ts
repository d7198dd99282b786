/**
 * The event stream of one watcher of the record. Kept entries are written as the watcher reads
 * them; new events wait, up to `limits.queuedBytes`: beyond that the watcher is cut off, so that it
 * never slows the server.
 *
 * @module
 */
import type { Exchange } from "../../trace/exchange.ts";
import { pageExchange } from "../../trace/page/parts.ts";
import { UNREAD } from "../event_stream.ts";
import type { Limits } from "../limits.ts";

/** A stream of server-sent events for one watcher. */
export interface TrafficStream {
  /** The body of the answer to the watcher. */
  readonly body: ReadableStream<Uint8Array>;
  /** Queues an event, as JSON; `false` if the watcher has just been cut off. */
  send(json: string): boolean;
  /** Ends the stream. */
  close(): void;
}

/** Characters of kept entries that are written in one chunk. */
const PIECE = 64 * 1024;

/**
 * Opens a stream.
 *
 * @param kept the entries to send first; the array is emptied as they are sent
 * @param onEnd called once, whichever side ends the stream
 */
export function openTrafficStream(kept: Exchange[], limits: Limits, onEnd: () => void): TrafficStream {
  const encoder = new TextEncoder();
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let sent = 0;
  let waiting: string[] = [];
  let waitingSize = 0;
  let wake = Promise.withResolvers<void>();
  let isOver = false;
  let isCutOff = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    clearInterval(keepAlive);
    waiting = [];
    onEnd();
    wake.resolve();
  };
  const push = (text: string) => {
    waiting.push(text);
    waitingSize += text.length;
    wake.resolve();
  };
  const keepAlive = setInterval(() => push(": keep-alive\n\n"), limits.keepAliveMs);
  const nextPiece = () => {
    let piece = "";
    while (sent < kept.length && piece.length < PIECE) {
      piece += `data: ${JSON.stringify({ kind: "request", exchange: pageExchange(kept[sent]!) })}\n\n`;
      delete kept[sent++];
    }
    if (piece !== "") return piece;
    piece = waiting.join("");
    waiting = [];
    waitingSize = 0;
    return piece;
  };
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    async pull() {
      let piece = nextPiece();
      while (piece === "" && !isOver) {
        wake = Promise.withResolvers();
        await wake.promise;
        piece = nextPiece();
      }
      if (piece !== "") controller.enqueue(encoder.encode(piece));
      else if (!isCutOff) controller.close();
    },
    cancel: end,
  }, { highWaterMark: 0 });
  return {
    body,
    send(json) {
      if (isOver) return true;
      push(`data: ${json}\n\n`);
      if (2 * waitingSize <= limits.queuedBytes) return true;
      isCutOff = true;
      controller.error(UNREAD);
      end();
      return false;
    },
    close: end,
  };
}
