import assert from "node:assert/strict";
import { createClock } from "./clock.ts";

const at = (ms: number) => ({ startedAt: new Date(1_000_000 + ms).toISOString() });

Deno.test("all times count from the first step, whatever exchange they belong to", () => {
  const clock = createClock();
  assert.equal(clock.at(at(0)), "[0 ms] ");
  assert.equal(clock.at(at(0), 58.2), "[58 ms] ");
  assert.equal(clock.at(at(60), 31), "[91 ms] ");
  assert.equal(clock.at(at(0), 12_345), "[12.3 s] ");
});

Deno.test("the clock never goes back: a start has lost the fraction of its millisecond", () => {
  const clock = createClock();
  clock.at(at(0));
  assert.equal(clock.at(at(0), 5.9), "[6 ms] ");
  assert.equal(clock.at(at(5)), "[6 ms] ");
});
