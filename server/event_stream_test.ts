import assert from "node:assert/strict";
import { openEventStream, watchSent } from "./event_stream.ts";
import { LIMITS } from "./limits.ts";

Deno.test("events arrive in order, in the format of the specification, and the end follows them", async () => {
  let ends = 0;
  const stream = openEventStream(LIMITS, () => ends++);
  stream.send("endpoint", "/messages/?session_id=1");
  stream.send("message", "{}");
  stream.close();
  assert.equal(stream.send("message", "late"), false);
  const text = await new Response(stream.body).text();
  assert.equal(text, "event: endpoint\ndata: /messages/?session_id=1\n\nevent: message\ndata: {}\n\n");
  assert.equal(ends, 1);
});

Deno.test("a reader that does not read is cut off at the limit, and the end is reported once", async () => {
  let ends = 0;
  const stream = openEventStream({ ...LIMITS, queuedBytes: 1_600 }, () => ends++);
  const accepted = [1, 2, 3, 4, 5].map(() => stream.send("message", "x".repeat(40)));
  assert.deepEqual(accepted, [true, true, false, false, false]);
  assert.equal(ends, 1);
  await assert.rejects(new Response(stream.body).text(), /does not read/);
});

Deno.test("many small events of a reader that does not read take no more memory than a large one", () => {
  const stream = openEventStream(LIMITS, () => {});
  let count = 0;
  while (stream.send("message", "{}")) count++;
  assert.ok(count > 500);
  // Each takes about 750 bytes besides its own.
  assert.ok(count * 750 <= LIMITS.queuedBytes, String(count));
});

Deno.test("a silent stream regularly sends a comment", async () => {
  const stream = openEventStream({ ...LIMITS, keepAliveMs: 1 }, () => {});
  const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, ": keep-alive\n\n");
  await reader.cancel();
});

Deno.test("a reader that disconnects ends the stream", async () => {
  let ends = 0;
  const stream = openEventStream(LIMITS, () => ends++);
  await stream.body.cancel();
  assert.equal(ends, 1);
  assert.equal(stream.send("message", "{}"), false);
});

Deno.test("a watcher gets every piece that is sent, also what was sent before it watched, and the end", () => {
  const seen: string[] = [];
  const watcher = {
    onChunk: (piece: Uint8Array) => void seen.push(new TextDecoder().decode(piece)),
    onEnd: (isAborted = false) => void seen.push(`end ${isAborted}`),
    onError: (error: unknown) => void seen.push(String(error)),
  };
  const stream = openEventStream(LIMITS, () => {});
  stream.comment("first");
  assert.ok(watchSent(stream.body, watcher));
  stream.comment("second");
  stream.close();
  assert.deepEqual(seen, [": first\n\n", ": second\n\n", "end false"]);
});

Deno.test("a watcher learns that the reader left, or does not read", async () => {
  const seen: string[] = [];
  const watcher = {
    onChunk() {},
    onEnd: (isAborted = false) => void seen.push(`end ${isAborted}`),
    onError: (error: unknown) => void seen.push(String(error)),
  };
  const left = openEventStream(LIMITS, () => {});
  watchSent(left.body, watcher);
  await left.body.cancel();
  const unread = openEventStream({ ...LIMITS, queuedBytes: 100 }, () => {});
  watchSent(unread.body, watcher);
  unread.comment("x".repeat(100));
  unread.comment("too much");
  assert.deepEqual(seen, ["end true", "A stream was cut off: its reader does not read."]);
});

Deno.test("a stream that nobody watched from its beginning cannot be watched later, and keeps nothing", () => {
  const stream = openEventStream(LIMITS, () => {});
  for (let count = 0; count < 3; count++) stream.comment("x");
  assert.equal(watchSent(stream.body, { onChunk() {}, onEnd() {}, onError() {} }), false);
  stream.close();
  assert.equal(watchSent(null, { onChunk() {}, onEnd() {}, onError() {} }), false);
});
