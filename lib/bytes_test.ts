import assert from "node:assert/strict";
import { readAtMost } from "./bytes.ts";

function streamOf(chunks: number, onCancel = () => {}): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => sent++ < chunks ? controller.enqueue(new Uint8Array(10)) : controller.close(),
    cancel: onCancel,
  }, { highWaterMark: 0 });
}

Deno.test("a body is read up to its limit, and no further", async () => {
  assert.equal((await readAtMost(streamOf(3), 30))?.length, 30);
  assert.equal((await readAtMost(null, 30))?.length, 0);
  let isCancelled = false;
  assert.equal(await readAtMost(streamOf(Infinity, () => isCancelled = true), 30), undefined);
  assert.ok(isCancelled);
});

Deno.test("reading an endless body ends with the signal's reason", async () => {
  const silent = new ReadableStream<Uint8Array>();
  await assert.rejects(readAtMost(silent, 30, AbortSignal.timeout(1)), { name: "TimeoutError" });
  await assert.rejects(readAtMost(streamOf(1), 30, AbortSignal.abort(new Error("stop"))), /stop/);
});
