/**
 * Bodies of bounded size.
 *
 * @module
 */

/**
 * All bytes of a stream, or `undefined` as soon as their number exceeds `most`: the rest is not
 * read. Rejects with the stream's error, or with the signal's reason. Counts what comes out of the
 * stream, which for the body of a `fetch` is after decompression.
 */
export async function readAtMost(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!stream) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const onAbort = () => aborted.reject(signal!.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    while (true) {
      const { done, value } = await Promise.race([reader.read(), aborted.promise]);
      if (done) return concat(chunks, size);
      size += value.length;
      if (size > most) return undefined;
      chunks.push(value);
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    reader.cancel().catch(() => {});
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
