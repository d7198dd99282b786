/** Lines that a person types. */

/**
 * Reads `input` line by line, beginning with the first call. A line that comes after its reader has
 * given up is the next reader's.
 *
 * @returns resolves with `undefined` at the end of `input`, or when `signal` is aborted
 */
export function createLineReader(
  input: () => ReadableStream<Uint8Array<ArrayBuffer>>,
): (signal: AbortSignal) => Promise<string | undefined> {
  let reader: ReadableStreamDefaultReader<string> | undefined;
  let pending: Promise<void> | undefined;
  let text = "";
  let isOver = false;
  const more = async () => {
    reader ??= input().pipeThrough(new TextDecoderStream()).getReader();
    const { done, value } = await reader.read();
    pending = undefined;
    if (done) isOver = true;
    else text += value;
  };
  return async (signal) => {
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
        if (isOver) return undefined;
        await Promise.race([pending ??= more(), aborted]);
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  };
}
