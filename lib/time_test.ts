import assert from "node:assert/strict";
import { abortable, abortAfter, withinMs } from "./time.ts";

const never = () => new Promise<never>(() => {});

Deno.test("work that accepts no signal is abandoned when the signal is aborted", async () => {
  await assert.rejects(abortable(never, AbortSignal.abort(new Error("stop"))), /stop/);
  assert.equal(await abortable(() => Promise.resolve(1), new AbortController().signal), 1);
});

Deno.test("a time limit aborts with its own reason, the outer signal with its own, and disposing stops it", async () => {
  using limit = abortAfter(1, () => new Error("too late"));
  await assert.rejects(abortable(never, limit.signal), /too late/);
  using outer = abortAfter(60_000, () => new Error("too late"), AbortSignal.abort(new Error("stop")));
  await assert.rejects(abortable(never, outer.signal), /stop/);
});

Deno.test("work that does not settle in time gives undefined, work that fails in time rejects", async () => {
  assert.equal(await withinMs(never(), 1), undefined);
  assert.equal(await withinMs(Promise.resolve("early"), 60_000), "early");
  await assert.rejects(withinMs(Promise.reject(new Error("failed")), 60_000), /failed/);
});
