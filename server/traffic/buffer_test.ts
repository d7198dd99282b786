import assert from "node:assert/strict";
import { type Exchange, foldExchange, type TraceEvent } from "../../trace/exchange.ts";
import { LIMITS } from "../limits.ts";
import { createTrafficBuffer, type TrafficBuffer } from "./buffer.ts";

function request(id: number, requestBody = ""): TraceEvent & { kind: "request" } {
  const exchange: Exchange = {
    id,
    peer: "mcp_server",
    client: "c",
    step: "ping",
    startedAt: "2026-07-28T12:05:09.000Z",
    method: "POST",
    url: "http://localhost:8000/mcp",
    requestHeaders: { a: "b" },
    requestBody,
    requestBytes: requestBody.length,
    events: [],
  };
  return { kind: "request", exchange };
}

/** Passes an event to the buffer with the exchange that it belongs to, as a recorder does. */
function give(wire: TrafficBuffer, event: TraceEvent): void {
  if (event.kind === "request") return wire.take(event, event.exchange);
  const known = wire.kept.get(event.id) ?? request(event.id).exchange;
  wire.take(event, foldExchange(known, event)!);
}

function take(wire: TrafficBuffer, first: number, last: number): void {
  for (let id = first; id <= last; id++) {
    give(wire, request(id, "x".repeat(100)));
    give(wire, { kind: "response", id, ms: 1, status: 200, headers: { c: "d" } });
    give(wire, { kind: "event", id, ms: 2, event: "message", data: "y".repeat(100) });
    give(wire, { kind: "end", id, ms: 3, body: "", bytes: 100 });
  }
}

/** The events that a watcher has received so far. */
function told(body: ReadableStream<Uint8Array>) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<Record<string, unknown>> {
      while (!text.includes("\n\n")) {
        const { done, value } = await reader.read();
        assert.ok(!done, "The stream ended.");
        text += value;
      }
      const end = text.indexOf("\n\n");
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      return JSON.parse(block.replace(/^data: /, ""));
    },
    ended: async () => (await reader.read()).done,
    leave: () => reader.cancel(),
  };
}

Deno.test("the record is a ring: after twenty thousand exchanges it is as large as after a thousand", () => {
  const wire = createTrafficBuffer(1_000, LIMITS);
  take(wire, 1, 1_000);
  const { bytes } = wire;
  assert.ok(bytes > 1_000 * 2 * 200);
  take(wire, 1_001, 20_000);
  assert.equal(wire.kept.size, 1_000);
  assert.equal(wire.bytes, bytes);
  assert.deepEqual([...wire.kept.keys()].slice(0, 1), [19_001]);
});

Deno.test("the record is limited in bytes too, for exchanges of any size", () => {
  const wire = createTrafficBuffer(1_000, { ...LIMITS, wireBytes: 100_000 });
  for (let id = 1; id <= 50; id++) {
    give(wire, request(id, "x".repeat(10_000)));
    assert.ok(wire.bytes <= 100_000);
  }
  assert.equal(wire.kept.size, 4);
  give(wire, request(51, "x".repeat(100_000)));
  assert.equal(wire.kept.size, 0);
  assert.equal(wire.bytes, 0);
});

Deno.test("events of an exchange that has been dropped are dropped too", () => {
  const wire = createTrafficBuffer(1, LIMITS);
  take(wire, 1, 2);
  give(wire, { kind: "event", id: 1, ms: 9, event: "message", data: "late" });
  assert.deepEqual([...wire.kept.keys()], [2]);
});

Deno.test("a watcher receives the kept exchanges complete, and then new events", async () => {
  const wire = createTrafficBuffer(10, LIMITS);
  take(wire, 1, 2);
  const watcher = told(wire.watch());
  give(wire, request(3));
  give(wire, { kind: "failure", id: 3, ms: 1, message: "gone" });
  for (const id of [1, 2]) {
    const { kind, exchange } = await watcher.next();
    assert.equal(kind, "request");
    assert.deepEqual([(exchange as Exchange).id, (exchange as Exchange).status], [id, 200]);
  }
  assert.equal(((await watcher.next()).exchange as Exchange).id, 3);
  const { kind, message, parts } = await watcher.next();
  assert.deepEqual([kind, message], ["failure", "gone"]);
  assert.equal((parts as { failure: string }).failure, "no_answer");
  await watcher.leave();
});

Deno.test("a watcher that does not read is cut off and counted, and the others continue", async () => {
  const counts: number[] = [];
  const wire = createTrafficBuffer(10, { ...LIMITS, queuedBytes: 10_000 }, {
    onCutOff: (count) => counts.push(count),
  });
  const slow = wire.watch();
  const quick = told(wire.watch());
  for (let id = 1; id <= 20; id++) {
    give(wire, request(id, "x".repeat(1_000)));
    assert.equal(((await quick.next()).exchange as Exchange).id, id);
  }
  assert.deepEqual(counts, [1]);
  await assert.rejects(slow.getReader().read(), /does not read/);
  await quick.leave();
});

Deno.test("closing ends the streams of all watchers", async () => {
  const wire = createTrafficBuffer(10, LIMITS);
  const watchers = [told(wire.watch()), told(wire.watch())];
  const ends = watchers.map((watcher) => watcher.ended());
  wire.close();
  assert.deepEqual(await Promise.all(ends), [true, true]);
});
