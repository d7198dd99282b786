/**
 * The record of the server's traffic: a ring buffer, and the streams that watch it.
 *
 * @module
 */
import type { Exchange, TraceSink } from "../../trace/exchange.ts";
import { pageEvent } from "../../trace/page/parts.ts";
import type { DeferredRecorder } from "../../trace/record/deferred.ts";
import type { Limits } from "../limits.ts";
import { openTrafficStream, type TrafficStream } from "./stream.ts";

/** Keeps the last exchanges for the wire view. */
export interface TrafficBuffer {
  /** Receives what is recorded. */
  readonly take: TraceSink;
  /** The kept entries by exchange id, the oldest first. */
  readonly kept: ReadonlyMap<number, Exchange>;
  /** The approximate number of bytes that the kept entries take. */
  readonly bytes: number;
  /** Whether somebody watches. */
  readonly isWatched: boolean;
  /** Drops what is oldest until what is kept and what waits to be kept are within the bounds together. */
  makeRoom(waiting: Pick<DeferredRecorder, "waiting" | "bytes" | "dropOldest">): void;
  /** A stream of events: what is kept, then what happens. */
  watch(): ReadableStream<Uint8Array>;
  /** Ends the streams of all watchers. */
  close(): void;
}

/** What a buffer calls. */
export interface TrafficBufferEvents {
  /** Called before what is kept is shown: the last chance to add to it. */
  readonly beforeLook?: () => void;
  /** Called for each watcher that did not read, with how many there have been. */
  readonly onCutOff?: (count: number) => void;
}

/**
 * Keeps the last exchanges, and drops the oldest beyond `size`, or beyond `limits.wireBytes` bytes.
 *
 * @param size exchanges
 */
export function createTrafficBuffer(
  size: number,
  limits: Limits,
  { beforeLook = () => {}, onCutOff = () => {} }: TrafficBufferEvents = {},
): TrafficBuffer {
  const kept = new Map<number, Exchange>();
  const weights = new Map<number, number>();
  const watchers = new Set<TrafficStream>();
  /** Ids count up, so the oldest is found immediately. */
  let oldest: number | undefined;
  let bytes = 0;
  let cutOff = 0;
  const forget = (id: number) => {
    kept.delete(id);
    bytes -= weights.get(id) ?? 0;
    weights.delete(id);
  };
  const keep = (exchange: Exchange) => {
    const weight = weightOf(exchange);
    bytes += weight - (weights.get(exchange.id) ?? 0);
    kept.set(exchange.id, exchange);
    weights.set(exchange.id, weight);
    oldest ??= exchange.id;
    while (kept.size > size || bytes > limits.wireBytes) forget(oldest++);
  };
  return {
    get kept() {
      beforeLook();
      return kept;
    },
    get bytes() {
      return bytes;
    },
    get isWatched() {
      return watchers.size > 0;
    },
    makeRoom(waiting) {
      while (kept.size + waiting.waiting > size || bytes + waiting.bytes > limits.wireBytes) {
        if (kept.size > 0) forget(oldest!++);
        else waiting.dropOldest();
      }
    },
    take(event, exchange) {
      if (event.kind === "request" || kept.has(exchange.id)) keep(exchange);
      if (watchers.size === 0) return;
      const text = JSON.stringify(pageEvent(event, exchange));
      for (const watcher of watchers) if (!watcher.send(text)) onCutOff(++cutOff);
    },
    watch() {
      beforeLook();
      const watcher = openTrafficStream([...kept.values()], limits, () => watchers.delete(watcher));
      watchers.add(watcher);
      return watcher.body;
    },
    close() {
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Two bytes per character, plus an allowance for the objects. */
function weightOf(exchange: Exchange): number {
  const { url, requestBody, responseBody = "", requestHeaders, responseHeaders = {}, events } = exchange;
  let characters = 500 + url.length + requestBody.length + responseBody.length;
  for (const headers of [requestHeaders, responseHeaders]) {
    for (const name in headers) characters += name.length + headers[name]!.length;
  }
  for (const { event, data } of events) characters += 50 + event.length + data.length;
  return 2 * characters;
}
