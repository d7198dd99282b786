import assert from "node:assert/strict";
import fc from "fast-check";
import { shownTime } from "./shown_time.ts";
import { timeZones } from "./time_zone.ts";
import { isoWithOffset, wordClock, wordDay } from "./time_words.ts";
import { localTime } from "./zones/local_time.ts";

Deno.test("the time as texts is what Temporal makes of it, in every zone and year", () => {
  const seconds = fc.integer({ min: -62_000_000_000, max: 260_000_000_000 });
  const present = fc.integer({ min: 1_500_000_000, max: 2_000_000_000 });
  fc.assert(
    fc.property(fc.oneof(present, seconds), fc.constantFrom(...timeZones()), (at, zone) => {
      const { timezone, time } = localTime(Temporal.Instant.fromEpochMilliseconds(at * 1000), zone);
      const expected = { timezone, iso: isoWithOffset(time), clock: wordClock(time), day: wordDay(time) };
      assert.deepEqual(shownTime(at, zone), expected);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("a zone has its name as IANA writes it, and an unknown zone has no time", () => {
  assert.equal(shownTime(1_800_000_000, "eUROPE/paris")?.timezone, "Europe/Paris");
  assert.equal(shownTime(0, "Mars/Olympus"), undefined);
  assert.equal(shownTime(1_800_000_000, "Mars/Olympus"), undefined);
});
