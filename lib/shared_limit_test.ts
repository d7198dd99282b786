import assert from "node:assert/strict";
import { createSharedLimit } from "./shared_limit.ts";

Deno.test("a wait that ends in time has its value or its error", async () => {
  const limit = createSharedLimit(10_000);
  assert.equal(await limit.within(Promise.resolve(5)), 5);
  await assert.rejects(limit.within(Promise.reject(new Error("no"))), /no/);
  limit.close();
});

Deno.test("a wait that takes longer than the limit ends with undefined, the others go on", async () => {
  const limit = createSharedLimit(20);
  const [early, late] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const first = limit.within(early.promise);
  assert.equal(await first, undefined);
  const second = limit.within(late.promise);
  late.resolve("in time");
  assert.equal(await second, "in time");
  early.resolve("too late");
  limit.close();
});

Deno.test("closing while something waits leaves it its time, and then no timer", async () => {
  const limit = createSharedLimit(20);
  const first = limit.within(new Promise(() => {}));
  limit.close();
  assert.equal(await first, undefined);
});
