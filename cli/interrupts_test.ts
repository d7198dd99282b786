import assert from "node:assert/strict";
import { createInterrupts, withoutEchoes } from "./interrupts.ts";

const reason = new Error("interrupted");
const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener("abort", () => resolve(String(signal.reason))));

Deno.test("with nothing running, the first Ctrl-C exits", () => {
  const interrupts = createInterrupts(reason);
  interrupts.interrupt();
  assert.equal(interrupts.leave.reason, reason);
});

Deno.test("the first Ctrl-C cancels everything that runs, the second exits", async () => {
  const interrupts = createInterrupts(reason);
  const running = [interrupts.cancellable(untilAborted), interrupts.cancellable(untilAborted)];
  interrupts.interrupt();
  assert.deepEqual(await Promise.all(running), ["cancelled by the user", "cancelled by the user"]);
  assert.equal(interrupts.leave.aborted, false);
  interrupts.interrupt();
  assert.ok(interrupts.leave.aborted);
});

Deno.test("work that has ended is not cancelled again: the first Ctrl-C exits", async () => {
  const interrupts = createInterrupts(reason);
  await assert.rejects(interrupts.cancellable(() => Promise.reject(reason)), reason);
  interrupts.interrupt();
  assert.ok(interrupts.leave.aborted);
});

Deno.test("a SIGTERM exits immediately", () => {
  const interrupts = createInterrupts(reason);
  interrupts.cancellable(() => new Promise(() => {}));
  interrupts.terminate();
  assert.ok(interrupts.leave.aborted);
});

Deno.test("a Ctrl-C that arrives twice counts once, and a later one counts again", () => {
  let now = 0;
  let count = 0;
  const on = withoutEchoes(() => count++, () => now);
  const counts = [0, 5, 299, 300, 301, 1000].map((moment) => {
    now = moment;
    on();
    return count;
  });
  assert.deepEqual(counts, [1, 1, 1, 2, 2, 3]);
});
