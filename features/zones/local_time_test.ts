import assert from "node:assert/strict";
import fc from "fast-check";
import { RELEASE } from "./data.ts";
import { localTime, meaningOf } from "./local_time.ts";
import { currentZones, knownZone, offsetAt } from "./offset.ts";

const ZONES = currentZones();

Deno.test("the database holds every zone that the runtime lists, and the current names of zone.tab", () => {
  assert.match(RELEASE, /^20\d\d[a-z]$/);
  assert.equal(ZONES.length, 418);
  for (const zone of Intl.supportedValuesOf("timeZone")) assert.ok(knownZone(zone), zone);
  assert.equal(knownZone("asia/CALCUTTA"), "Asia/Calcutta");
  assert.equal(knownZone("Europe"), undefined);
  assert.equal(offsetAt("Europe", 2e9), undefined);
});

Deno.test("moments before the data begin use the runtime's offsets", () => {
  const at = (moment: string, zone: string) => localTime(Temporal.Instant.from(moment), zone).time.offset;
  assert.equal(at("1980-07-01T00:00:00Z", "Europe/London"), "+01:00");
  assert.equal(at("1899-05-05T12:00:00Z", "Europe/Paris"), "+00:09:21");
  assert.equal(at("2020-07-01T00:00:00Z", "Europe/London"), "+01:00");
});

const moment = fc.integer({ min: Date.parse("1990-01-01"), max: Date.parse("2060-01-01") })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms - ms % 1000));

Deno.test("a local time resolves to the moment that it was made from, uniquely or as one of two", () => {
  fc.assert(
    fc.property(moment, fc.constantFrom(...ZONES), (instant, zone) => {
      const { time } = localTime(instant, zone);
      assert.ok(time.toInstant().equals(instant));
      const meaning = meaningOf(time.toPlainDateTime(), zone);
      assert.notEqual(meaning.kind, "never");
      const moments = [meaning.at, ...meaning.kind === "twice" ? [meaning.later] : []];
      assert.ok(moments.some((each) => each.time.toInstant().equals(instant)), `${instant} ${zone}`);
      assert.ok(moments.every((each) => each.time.toPlainDateTime().equals(time.toPlainDateTime())));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("every local time in any zone resolves, as in Temporal for zones that do not change", () => {
  const wall = moment.map((instant) => instant.toZonedDateTimeISO("UTC").toPlainDateTime());
  fc.assert(
    fc.property(
      wall,
      fc.constantFrom("Asia/Tokyo", "Asia/Kolkata", "UTC", "America/Phoenix"),
      (wall, zone) => {
        const { kind, at } = meaningOf(wall, zone);
        assert.equal(kind, "once");
        assert.ok(at.time.toInstant().equals(wall.toZonedDateTime(zone).toInstant()));
      },
    ),
  );
});
