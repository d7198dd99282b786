import assert from "node:assert/strict";
import { countdown } from "./countdown.ts";
import { toolContext } from "./testing.ts";

Deno.test("a countdown waits a second, reports its progress, and repeats until the end", async () => {
  const seen: unknown[] = [];
  const context = toolContext("2026-07-28T12:00:00Z", {
    sleep: (ms) => Promise.resolve(void seen.push(ms)),
    progress: (...told) => Promise.resolve(void seen.push(told)),
  });
  const output = await countdown.run({ seconds: 2 }, context);
  assert.deepEqual(seen, [1000, [1, 2, "1 s left"], 1000, [2, 2, "0 s left"]]);
  assert.deepEqual(output, { text: "The countdown of 2 s is over.", structured: { seconds: 2 } });
});

Deno.test("a countdown ends when its wait is aborted", async () => {
  let waits = 0;
  const cancelled = new Error("cancelled");
  const sleep = () => ++waits < 3 ? Promise.resolve() : Promise.reject(cancelled);
  const running = countdown.run({ seconds: 3600 }, toolContext("2026-07-28T12:00:00Z", { sleep }));
  await assert.rejects(Promise.resolve(running), cancelled);
  assert.equal(waits, 3);
});
