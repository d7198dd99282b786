import assert from "node:assert/strict";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import fc from "fast-check";
import { createEventStore } from "./event_store.ts";

const message = (text: string): JSONRPCMessage => ({ jsonrpc: "2.0", method: text });

async function replayed(store: ReturnType<typeof createEventStore>, id: string) {
  const sent: [string, JSONRPCMessage][] = [];
  const streamId = await store.replayEventsAfter(id, {
    send: (...event) => Promise.resolve(void sent.push(event)),
  });
  return { streamId, sent };
}

Deno.test("the events after a given one are sent again: only of its stream, in order, once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1 }), async (streams) => {
      const store = createEventStore(1_000_000);
      const ids: string[] = [];
      for (const [index, streamId] of streams.entries()) {
        ids.push(await store.storeEvent(streamId, message(String(index))));
      }
      for (const [index, streamId] of streams.entries()) {
        const { sent, streamId: found } = await replayed(store, ids[index]!);
        const later = streams.flatMap((each, at) => at > index && each === streamId ? [at] : []);
        assert.deepEqual(sent, later.map((at) => [ids[at], message(String(at))]));
        assert.equal(found, streamId);
      }
    }),
  );
});

Deno.test("the oldest events are dropped, the newest is always kept, and a dropped event's id is unknown", async () => {
  const store = createEventStore(100);
  const old = await store.storeEvent("a", message("x".repeat(60)));
  const big = await store.storeEvent("a", message("y".repeat(500)));
  assert.equal(await store.getStreamIdForEventId!(old), undefined);
  assert.equal(await store.getStreamIdForEventId!(big), "a");
  await assert.rejects(replayed(store, old));
  await assert.rejects(replayed(store, "no such event"));
});

Deno.test("the event that only primes a stream is not sent again", async () => {
  const store = createEventStore(1000);
  const first = await store.storeEvent("a", message("1"));
  await store.storeEvent("a", {} as JSONRPCMessage);
  const last = await store.storeEvent("a", message("2"));
  assert.deepEqual((await replayed(store, first)).sent, [[last, message("2")]]);
});
