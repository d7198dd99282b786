import assert from "node:assert/strict";
import { getHeapStatistics } from "node:v8";
import { ownCopy } from "./own_copy.ts";

Deno.test("a copy is the same text", () => {
  for (const text of ["", "short", "a longer text of many words", "\ud800 alone", "é".repeat(50)]) {
    assert.equal(ownCopy(text), text);
  }
});

Deno.test("copies of parts do not keep the whole texts in memory", () => {
  const used = () => getHeapStatistics().used_heap_size;
  const before = used();
  const kept: string[] = [];
  for (let index = 0; index < 100; index++) {
    const whole = `${index}`.padStart(1024 * 1024, "x");
    kept.push(ownCopy(whole.slice(-1_000)));
  }
  // A hundred whole texts would be 100 MiB; the garbage of the last few may still be there.
  const grown = (used() - before) / 1024 / 1024;
  assert.ok(grown < 60, `${grown} MiB`);
  assert.equal(kept.length, 100);
});
