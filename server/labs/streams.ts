/**
 * Faults of streams and answers: held back, compressed, late, mislabelled.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { isEventStream } from "../../lib/media_type.ts";
import { answering, changing, type Lab, rewriting } from "./lab.ts";

const SLOW_MS = 3_000;

const ofStreams = (change: (body: ReadableStream<Uint8Array>, response: Response) => Response): Lab =>
  changing((response) =>
    isEventStream(response.headers) && response.body ? change(response.body, response) : response
  );

/** As a proxy that waits for the end of an answer (nginx: `proxy_buffering on`). */
export const bufferedStream: Lab = ofStreams((body, response) => {
  const pieces: Uint8Array[] = [];
  const held = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece) => void pieces.push(piece),
    flush: (controller) => pieces.forEach((piece) => controller.enqueue(piece)),
  });
  return new Response(body.pipeThrough(held), response);
});

/** Bytes that a compressor collects before it writes a block, as zlib does without a flush. */
const BLOCK = 32 * 1024;

/** As a proxy that compresses streams, and does not flush. */
export const gzipStream: Lab = ofStreams((body, response) => {
  let pieces: Uint8Array[] = [];
  let size = 0;
  const collected = new TransformStream<Uint8Array, BufferSource>({
    transform(piece, controller) {
      pieces.push(piece);
      size += piece.length;
      if (size < BLOCK) return;
      for (const each of pieces) controller.enqueue(new Uint8Array(each));
      [pieces, size] = [[], 0];
    },
    flush: (controller) => pieces.forEach((piece) => controller.enqueue(new Uint8Array(piece))),
  });
  const headers = new Headers(response.headers);
  headers.set("Content-Encoding", "gzip");
  const compressed = body.pipeThrough(collected).pipeThrough(new CompressionStream("gzip"));
  return new Response(compressed, { status: response.status, headers });
});

/** A stream that opens, and on which nothing comes. */
export const deadStream: Lab = ofStreams((body, response) => {
  void body.cancel();
  return new Response(new ReadableStream<Uint8Array>(), response);
});

export const slowFirstByte: Lab = answering(() => setTimeout(SLOW_MS, undefined));

/** JSON that is called text. */
export const wrongContentType: Lab = changing((response) => {
  const headers = new Headers(response.headers);
  headers.set("Content-Type", "text/plain");
  return new Response(response.body, { status: response.status, headers });
});

/** Each answer has the id of another request. */
export const wrongId: Lab = rewriting((message) =>
  "result" in message ? { ...message, id: "another" } : message
);
