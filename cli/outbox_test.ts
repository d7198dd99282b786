import assert from "node:assert/strict";
import { type ByteWriter, createOutbox } from "./outbox.ts";

/** Both streams, as far as they were read, in the order of writing. */
function pipes() {
  let read = "";
  const reader = (): ByteWriter & { gate: Promise<void> } => ({
    gate: Promise.resolve(),
    async write(bytes) {
      await this.gate;
      read += new TextDecoder().decode(bytes);
      return bytes.length;
    },
  });
  return { stdout: reader(), stderr: reader(), read: () => read };
}

const linesDropped = (count: number) => `(${count} dropped)`;

Deno.test("answers and notes are written in the order in which they were queued", async () => {
  const { read, ...streams } = pipes();
  const outbox = createOutbox({ ...streams, linesDropped });
  outbox.note("1\n");
  outbox.answer("2\n");
  outbox.answer("3\n");
  outbox.note("4\n");
  outbox.note("5\n");
  outbox.answer("6\n");
  assert.equal(read(), "");
  await outbox.flushed();
  assert.equal(read(), "1\n2\n3\n4\n5\n6\n");
});

Deno.test("while notes are not read, the queue is bounded, and dropped notes are counted", async () => {
  const { read, ...streams } = pipes();
  const { promise, resolve } = Promise.withResolvers<void>();
  streams.stderr.gate = promise;
  const outbox = createOutbox({ ...streams, linesDropped, maxWaiting: 100 });
  for (let index = 0; index < 1000; index++) outbox.note(`${String(index).padStart(9, "0")}\n`);
  outbox.note("two\nlines\n".repeat(10));
  resolve();
  await outbox.flushed();
  const lines = read().trimEnd().split("\n");
  assert.deepEqual(lines, [
    ...Array.from({ length: 10 }, (_, index) => String(index).padStart(9, "0")),
    "(1010 dropped)",
  ]);
  outbox.note("again\n");
  await outbox.flushed();
  assert.match(read(), /\(1010 dropped\)\nagain\n$/);
});

Deno.test("a note longer than the queue's limit is written", async () => {
  const { read, ...streams } = pipes();
  const outbox = createOutbox({ ...streams, linesDropped, maxWaiting: 10 });
  outbox.note("é".repeat(50_000) + "\n");
  await outbox.flushed();
  assert.equal(read().length, 50_001);
});

Deno.test("an answer does not wait for unread notes, unless both go to the same pipe", async () => {
  for (const isShared of [false, true]) {
    const { read, ...streams } = pipes();
    const { promise, resolve } = Promise.withResolvers<void>();
    streams.stderr.gate = promise;
    const written = Promise.withResolvers<void>();
    const write = streams.stdout.write;
    streams.stdout.write = function (bytes) {
      written.resolve();
      return write.call(this, bytes);
    };
    const outbox = createOutbox({ ...streams, isShared, linesDropped });
    outbox.note("note\n");
    outbox.answer("answer\n");
    if (!isShared) await written.promise;
    resolve();
    await outbox.flushed();
    assert.equal(read(), isShared ? "note\nanswer\n" : "answer\nnote\n");
  }
});

Deno.test("a stream that fails loses only its own text, and the reason is reported", async () => {
  const { read, ...streams } = pipes();
  const full = new Error("no space");
  streams.stdout.write = () => Promise.reject(full);
  const outbox = createOutbox({ ...streams, linesDropped });
  outbox.answer("answer\n");
  outbox.note("note\n");
  await outbox.flushed();
  assert.equal(read(), "note\n");
  assert.equal(outbox.lost(), full);
});
