import assert from "node:assert/strict";
import fc from "fast-check";
import type { UserError } from "../../cli/errors.ts";
import { maxBytes } from "./max_bytes.ts";
import { MESSAGE_BYTES, STREAM_BYTES } from "./limits.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const URL_ASKED = "http://server.test/mcp";
const encode = (text: string) => new TextEncoder().encode(text);

/** A body of these chunks, read through the cap. */
function answer(chunks: Iterable<Bytes>, type: string, init?: RequestInit) {
  const told: UserError[] = [];
  let isCancelled = false;
  const iterator = chunks[Symbol.iterator]();
  const body = new ReadableStream<Bytes>({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void (isCancelled = true),
  });
  const capped = maxBytes(
    () => Promise.resolve(new Response(body, { headers: { "content-type": type } })),
    (error) => void told.push(error),
  );
  const read = async () => {
    let total = 0;
    for await (const chunk of (await capped(URL_ASKED, init)).body!) total += chunk.length;
    return total;
  };
  return { read, told, isCancelled: () => isCancelled };
}

function* repeated(chunk: string, bytes: number): Iterable<Bytes> {
  const piece = encode(chunk);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

const MIB = 1024 * 1024;
const LINE = "x".repeat(64 * 1024 - 8);

Deno.test("a JSON body of exactly the limit is read, one byte more is not", async () => {
  const whole = answer(repeated("x".repeat(MIB), MESSAGE_BYTES), "application/json");
  assert.equal(await whole.read(), MESSAGE_BYTES);
  assert.deepEqual(whole.told, []);
  const more = answer([...repeated("x".repeat(MIB), MESSAGE_BYTES), encode("x")], "application/json");
  await assert.rejects(more.read(), { code: "mcp_sends_too_much" });
  assert.deepEqual(more.told.map(({ data }) => data), [{ url: URL_ASKED, most: "16 MiB" }]);
});

Deno.test("a body that exceeds the limit is cancelled, and reported once", async () => {
  const endless = answer(repeated("x".repeat(MIB), Infinity), "application/json");
  await assert.rejects(endless.read(), { code: "mcp_sends_too_much" });
  assert.ok(endless.isCancelled());
  assert.equal(endless.told.length, 1);
});

for (const end of ["\n", "\r", "\r\n"]) {
  Deno.test(`a stream by GET may be long if its events are small (${JSON.stringify(end)})`, async () => {
    const event = `data: ${LINE}${end}${end}`;
    const long = answer(repeated(event, STREAM_BYTES + MIB), "text/event-stream");
    assert.ok(await long.read() > STREAM_BYTES);
    const asked = answer(repeated(event, STREAM_BYTES + MIB), "text/event-stream", { method: "POST" });
    await assert.rejects(asked.read(), { code: "mcp_sends_too_much" });
    assert.equal(asked.told[0]?.data.most, "64 MiB");
  });

  Deno.test(`one event of many lines is one event (${JSON.stringify(end)})`, async () => {
    const event = answer(repeated(`data: ${LINE}${end}`, 2 * MESSAGE_BYTES), "text/event-stream");
    await assert.rejects(event.read(), { code: "mcp_sends_too_much" });
    assert.equal(event.told[0]?.data.most, "16 MiB");
  });
}

Deno.test("a body within the limits passes unchanged, however it is split into chunks", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      chunks,
      fc.constantFrom("application/json", "text/event-stream"),
      async (given, type) => {
        const filled = given.filter(({ length }) => length > 0);
        const capped = maxBytes(
          () =>
            Promise.resolve(
              new Response(ReadableStream.from(filled), {
                status: 201,
                headers: { "content-type": type, "x": "y" },
              }),
            ),
          assert.fail,
        );
        const response = await capped(URL_ASKED);
        assert.equal(response.status, 201);
        assert.equal(response.headers.get("x"), "y");
        assert.deepEqual(
          [...new Uint8Array(await response.arrayBuffer())],
          filled.flatMap((each) => [...each]),
        );
      },
    ),
  );
});

Deno.test("an abort ends a body immediately, even if there is more to read", async () => {
  const leaving = new AbortController();
  const endless = answer(repeated(`: ${LINE}\n\n`, Infinity), "text/event-stream", {
    signal: leaving.signal,
  });
  const reading = endless.read();
  queueMicrotask(() => leaving.abort(new Error("left")));
  await assert.rejects(reading, { message: "left" });
  assert.ok(endless.isCancelled());
  assert.deepEqual(endless.told, []);
});
