import assert from "node:assert/strict";
import { createCounter } from "./counter.ts";

Deno.test("a counter counts by key, and a key at zero takes no memory", () => {
  const counter = createCounter<string>();
  counter.add("a");
  counter.add("a");
  counter.add("b");
  assert.deepEqual([counter.count("a"), counter.count("b"), counter.count("c"), counter.total], [2, 1, 0, 3]);
  counter.remove("b");
  assert.deepEqual([...counter.keys()], ["a"]);
  counter.remove("a");
  counter.remove("a");
  assert.deepEqual([[...counter.keys()], counter.total], [[], 0]);
});
