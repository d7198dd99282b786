import assert from "node:assert/strict";
import { testOnRedis, UNHEARD } from "../../tests/support/redis.ts";
import { openRedis } from "./redis.ts";
import { createSessionStore, type StoredEvent } from "./session_store.ts";

function test(name: string, story: (store: ReturnType<typeof createSessionStore>) => Promise<void>) {
  testOnRedis(name, async ({ url }) => {
    const redis = await openRedis(url, UNHEARD);
    const options = { replica: "a", prefix: "test", lifeMs: 60_000, keptEvents: 10_000 };
    try {
      await story(createSessionStore(redis, options));
    } finally {
      redis.close();
    }
  });
}

const session = { keyId: "key-1", initialize: "{}" };
const size = (events: readonly StoredEvent[]) => events.reduce((sum, { json = "" }) => sum + json.length, 0);

test("the events of a session stay within twice the limit, whatever their sizes, and the newest is there", async (store) => {
  await store.save("s", session);
  const sizes = [5_000, 1, 200, 9_000, 20_000, 1, 1, 3_000];
  for (let round = 0; round < 100; round++) {
    const length = sizes[round % sizes.length]!;
    const event = { id: `a-${round}`, stream: "x", json: "y".repeat(length) };
    store.keep("s", event);
    const kept = await store.events("s");
    assert.ok(size(kept) <= Math.max(20_000, length) + 20_000, `${size(kept)} after ${length}`);
    assert.deepEqual(kept.at(-1), event);
  }
  for (let round = 0; round < 1_000; round++) store.keep("s", { id: `b-${round}`, stream: "x", json: "y" });
  assert.equal((await store.events("s")).length, 256);
});

test("an event that comes after the end of its session creates nothing", async (store) => {
  await store.save("s", session);
  await store.remove("s");
  store.keep("s", { id: "a-1", stream: "x", json: "{}" });
  assert.deepEqual(await store.events("s"), []);
  assert.equal(await store.load("s"), undefined);
});

test("a session is as it was saved, with what is watched since", async (store) => {
  await store.save("s", session);
  store.watch("s", "time://now/Europe/Paris", true);
  store.watch("s", "time://now/Asia/Tokyo", true);
  store.watch("s", "time://now/Europe/Paris", false);
  assert.deepEqual(await store.load("s"), { ...session, watched: ["time://now/Asia/Tokyo"] });
  assert.equal(await store.claim("s"), "a");
  assert.ok(await store.has("s"));
});
