/**
 * The record of the server's traffic: a ring buffer, and the streams that watch it.
 *
 * @module
 */
import type { Exchange, TraceSink } from "../../trace/exchange.ts";
import { pageEvent } from "../../trace/page/parts.ts";
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
  /** A stream of events: first the kept ones, then new ones as they happen. */
  watch(): ReadableStream<Uint8Array>;
  /** Ends the streams of all watchers. */
  close(): void;
}

/**
 * Keeps the last exchanges, and drops the oldest beyond `size`, or beyond `limits.wireBytes` bytes.
 *
 * @param size exchanges
 * @param onCutOff called for each watcher that did not read, with their total number
 */
export function createTrafficBuffer(
  size: number,
  limits: Limits,
  onCutOff: (count: number) => void = () => {},
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
    kept,
    get bytes() {
      return bytes;
    },
    take(event, exchange) {
      if (event.kind === "request" || kept.has(exchange.id)) keep(exchange);
      if (watchers.size === 0) return;
      const text = JSON.stringify(pageEvent(event, exchange));
      for (const watcher of watchers) if (!watcher.send(text)) onCutOff(++cutOff);
    },
    watch() {
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
