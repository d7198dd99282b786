import assert from "node:assert/strict";
import { createLru } from "./lru.ts";

Deno.test("recent entries are kept, and older ones only up to the limit", () => {
  const recent = createLru<number, number>(10);
  for (let key = 0; key < 1_000; key++) {
    assert.equal(recent.set(key, -key), -key);
    for (let last = Math.max(0, key - 4); last <= key; last++) assert.equal(recent.get(last), -last);
  }
  const kept = Array.from({ length: 1_000 }, (_, key) => key).filter((key) => recent.get(key) !== undefined);
  assert.ok(kept.length >= 5 && kept.length <= 10, `${kept.length} are kept`);
});

Deno.test("setting an entry again keeps it, with its newest value", () => {
  const recent = createLru<string, number>(4);
  for (let turn = 0; turn < 100; turn++) {
    recent.set("used", turn);
    recent.set(`other ${turn}`, turn);
    assert.equal(recent.get("used"), turn);
  }
});
