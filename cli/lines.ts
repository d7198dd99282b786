/**
 * Lines that a user types.
 *
 * @module
 */
import { createMutex, type Mutex } from "../lib/mutex.ts";

/** A source of typed lines. */
export interface Lines {
  /** The next line; `undefined` at the end of the input, or when `signal` is aborted. */
  read(signal: AbortSignal): Promise<string | undefined>;
  /** Forgets what was typed before the question: it cannot be its answer. */
  forget(): Promise<void>;
  /** Calls run side by side, but a user answers one question at a time. */
  readonly turn: Mutex;
}

/** In milliseconds: after this time, everything that was typed before has arrived. */
export const READY_MS = 50;

/**
 * Reads `input` line by line, beginning with the first call. A line that comes after its reader has
 * given up is the next reader's.
 */
export function createLines(input: () => ReadableStream<Uint8Array<ArrayBuffer>>): Lines {
  let reader: ReadableStreamDefaultReader<string> | undefined;
  let pending: Promise<void> | undefined;
  let text = "";
  let isOver = false;
  const more = async () => {
    reader ??= input().pipeThrough(new TextDecoderStream()).getReader();
    try {
      const { done, value } = await reader.read();
      if (done) isOver = true;
      else text += value;
    } catch {
      isOver = true;
    } finally {
      pending = undefined;
    }
  };
  const read = async (signal: AbortSignal) => {
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const onAbort = () => resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const end = text.indexOf("\n");
        if (end >= 0) {
          const line = text.slice(0, end).replace(/\r$/, "");
          text = text.slice(end + 1);
          return line;
        }
        if (isOver) {
          // The last line of a file may lack its end.
          const rest = text || undefined;
          text = "";
          return rest;
        }
        await Promise.race([pending ??= more(), aborted]);
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  };
  const forget = async () => {
    while (!isOver) {
      text = "";
      const { promise: quiet, resolve } = Promise.withResolvers<"quiet">();
      const timer = setTimeout(resolve, READY_MS, "quiet");
      const came = await Promise.race([pending ??= more(), quiet]);
      clearTimeout(timer);
      if (came === "quiet") return;
    }
  };
  return { read, forget, turn: createMutex() };
}
