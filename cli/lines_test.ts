import assert from "node:assert/strict";
import { createLines } from "./lines.ts";

const never = new AbortController().signal;

function typing() {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const type = (text: string) => writer.write(new TextEncoder().encode(text));
  return { read: createLines(() => readable).read, type, end: () => writer.close() };
}

Deno.test("lines are read one at a time, however the input is split into chunks", async () => {
  const { read, type, end } = typing();
  const typed = type("one\ntwo\r\nth").then(() => type("ree\nrest")).then(end);
  assert.deepEqual([await read(never), await read(never), await read(never)], ["one", "two", "three"]);
  assert.equal(await read(never), "rest");
  assert.equal(await read(never), undefined);
  await typed;
});

Deno.test("a reader that is cancelled leaves the line to the next one", async () => {
  const { read, type, end } = typing();
  const controller = new AbortController();
  const first = read(controller.signal);
  controller.abort();
  assert.equal(await first, undefined);
  const typed = type("one\n").then(end);
  assert.equal(await read(never), "one");
  assert.equal(await read(never), undefined);
  await typed;
});

Deno.test("input typed before a prompt is discarded, later input is read", async () => {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const lines = createLines(() => readable);
  const typing = writer.write(new TextEncoder().encode("too\nearly\nhalf a li"));
  await lines.forget();
  await typing;
  const reading = lines.read(new AbortController().signal);
  await writer.write(new TextEncoder().encode("meant\n"));
  assert.equal(await reading, "meant");
  await writer.close();
  assert.equal(await lines.read(new AbortController().signal), undefined);
});
