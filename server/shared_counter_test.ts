import assert from "node:assert/strict";
import { createCalls } from "./calls.ts";
import { counterMemory, createSharedCounter } from "./shared_counter.ts";

Deno.test("two counters with the same memory count together; each knows what it has added itself", () => {
  const keys = ["a", "b"];
  const memory = counterMemory(keys);
  const [first, second] = [createSharedCounter(memory, keys), createSharedCounter(memory, keys)];
  assert.equal(first.add("a"), 1);
  assert.equal(second.add("a"), 2);
  assert.deepEqual([first.count("a"), first.count("b"), first.total, second.total], [2, 0, 1, 1]);
  assert.deepEqual([...second.keys()], ["a"]);
  first.remove("a");
  assert.deepEqual([second.count("a"), first.total], [1, 0]);
});

Deno.test("a limit of calls holds over all counters with the same memory", async () => {
  const memory = counterMemory(["a"]);
  const [first, second] = [memory, memory].map((each) => createCalls(2, createSharedCounter(each, ["a"])));
  const { promise, resolve } = Promise.withResolvers<string>();
  const running = [first!.run("a", () => promise), second!.run("a", () => promise)];
  assert.equal(await first!.run("a", () => "third"), undefined);
  assert.equal(second!.hasRoom("a"), false);
  resolve("over");
  assert.deepEqual(await Promise.all(running), ["over", "over"]);
  assert.equal(await first!.run("a", () => "fourth"), "fourth");
  await first!.idle();
});
