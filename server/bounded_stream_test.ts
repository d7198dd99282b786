import assert from "node:assert/strict";
import { boundedStream } from "./bounded_stream.ts";

function source() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let cancelled: unknown;
  const cancel = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({
    start: (c) => void (controller = c),
    cancel(reason) {
      cancelled = reason;
      cancel.resolve();
    },
  });
  return {
    stream,
    write: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
    cancelled: () => cancelled,
    cancel: cancel.promise,
  };
}

Deno.test("a stream read in time passes unchanged, and its end is reported once", async () => {
  let ends = 0;
  const from = source();
  const read = new Response(boundedStream(from.stream, 10, () => ends++)).text();
  from.write("hello ");
  from.write("world");
  from.end();
  assert.equal(await read, "hello world");
  assert.equal(ends, 1);
});

Deno.test("a reader that does not read is cut off, and the source is cancelled", async () => {
  let ends = 0;
  const from = source();
  const bounded = boundedStream(from.stream, 10, () => ends++);
  for (let count = 0; count < 5; count++) from.write("x".repeat(8));
  await from.cancel;
  assert.match(String(from.cancelled()), /does not read/);
  await assert.rejects(new Response(bounded).text());
  assert.equal(ends, 1);
});

Deno.test("a reader that disconnects ends the source", async () => {
  const end = Promise.withResolvers<void>();
  const from = source();
  await boundedStream(from.stream, 10, end.resolve).cancel("gone");
  await from.cancel;
  assert.equal(from.cancelled(), "gone");
  await end.promise;
});
