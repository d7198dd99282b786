import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../zones/local_time.ts";
import { convertTime } from "./convert_time.ts";
import { toolContext } from "./testing.ts";

const NOON = "2026-07-28T12:05:09Z";
const run = (args: Record<string, unknown>) => convertTime.run(args, toolContext(NOON));

Deno.test("a time of day is today's, in the zone that it is given for", () => {
  assert.deepEqual(run({ time: "15:00", from_timezone: "Europe/Paris", to_timezone: "Asia/Tokyo" }), {
    text: "15:00:00 on Tuesday, 28 July 2026 in Europe/Paris (2026-07-28T15:00:00+02:00) is " +
      "22:00:00 on Tuesday, 28 July 2026 in Asia/Tokyo (2026-07-28T22:00:00+09:00).",
    structured: {
      from: { iso: "2026-07-28T15:00:00+02:00", timezone: "Europe/Paris" },
      to: { iso: "2026-07-28T22:00:00+09:00", timezone: "Asia/Tokyo" },
      notes: [],
      tzdata: TZDATA_RELEASE,
    },
  });
});

Deno.test("dates, the local default, days that differ, and clocks that skip or repeat an hour", () => {
  const cases: [string, string | undefined, string, string][] = [
    ["9:30", undefined, "America/New_York", "2026-07-28T03:30:00-04:00"],
    ["2026-12-25T20:00", "America/New_York", "Asia/Tokyo", "2026-12-26T10:00:00+09:00"],
    ["2026-12-25 20:00:30", "UTC", "Asia/Kolkata", "2026-12-26T01:30:30+05:30"],
    ["2026-03-29T02:30", "Europe/Paris", "UTC", "2026-03-29T01:30:00+00:00"],
    ["2026-10-25T02:30", "Europe/Paris", "UTC", "2026-10-25T00:30:00+00:00"],
  ];
  for (const [time, from_timezone, to_timezone, expected] of cases) {
    const output = run({ time, to_timezone, ...(from_timezone ? { from_timezone } : {}) });
    assert.ok(!(output instanceof Promise) && "structured" in output, JSON.stringify(output));
    assert.equal((output.structured as { to: { iso: string } }).to.iso, expected, time);
  }
});

Deno.test("an invalid time or zone is an error that says how to fix it", () => {
  for (
    const time of [
      "",
      "noon",
      "25:00",
      "12:60",
      "2026-02-30T10:00",
      "10:00+02:00",
      "10:00[Asia/Tokyo]",
      "1:2",
    ]
  ) {
    const output = run({ time, to_timezone: "UTC" });
    assert.ok(!(output instanceof Promise) && "error" in output && /Write HH:MM/.test(output.error), time);
  }
  for (const zones of [{ to_timezone: "Asia/Tokio" }, { to_timezone: "UTC", from_timezone: "Asia/Tokio" }]) {
    const output = run({ time: "10:00", ...zones });
    assert.ok(
      !(output instanceof Promise) && "error" in output && /Similar names: Asia\/Tokyo/.test(output.error),
    );
  }
});

/** The text and the notes of a conversion from one zone to UTC. */
function converted(time: string, from_timezone: string): { text: string; iso: string; notes: string[] } {
  const output = run({ time, from_timezone, to_timezone: "UTC" });
  assert.ok(!(output instanceof Promise) && "structured" in output, JSON.stringify(output));
  const { from, notes } = output.structured as { from: { iso: string }; notes: string[] };
  return { text: output.text, iso: from.iso, notes };
}

Deno.test("a time that the clocks skip is read as the time after the change, and the result says so", () => {
  const skipped: [string, string, string, RegExp][] = [
    [
      "2026-03-29T02:30",
      "Europe/Paris",
      "2026-03-29T03:30:00+02:00",
      /02:30:00 on Sunday, 29 March 2026 does not/,
    ],
    [
      "2027-03-14T02:15",
      "America/New_York",
      "2027-03-14T03:15:00-04:00",
      /02:15:00 on Sunday, 14 March 2027 does/,
    ],
    ["2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-04T02:40:00+11:00", /read as 02:40:00/],
    [
      "2011-12-30T12:00",
      "Pacific/Apia",
      "2011-12-31T12:00:00+14:00",
      /Friday, 30 December 2011 does not exist/,
    ],
  ];
  for (const [time, zone, iso, words] of skipped) {
    const { text, notes, ...rest } = converted(time, zone);
    assert.equal(rest.iso, iso, zone);
    assert.equal(notes.length, 1, zone);
    assert.match(notes[0]!, words);
    assert.ok(text.includes(notes[0]!));
  }
});

Deno.test("a time that happens twice is read as the first, and the second is named", () => {
  const { iso, notes } = converted("2026-10-25T02:30", "Europe/Paris");
  assert.equal(iso, "2026-10-25T02:30:00+02:00");
  assert.match(notes[0]!, /happens twice .* the second is 2026-10-25T02:30:00\+01:00/);
  const before2020 = converted("2019-10-27T02:30", "Europe/Paris");
  assert.equal(before2020.iso, "2019-10-27T02:30:00+02:00");
  assert.match(before2020.notes[0]!, /the second is 2019-10-27T02:30:00\+01:00/);
  assert.deepEqual(converted("2026-07-28T02:30", "Europe/Paris").notes, []);
});

Deno.test("the result mentions seconds in an offset, and leap seconds", () => {
  assert.match(converted("1899-05-05T12:00", "Europe/Paris").notes[0]!, /was \+00:09:21/);
  const output = run({ time: "2016-12-31T23:59:60", to_timezone: "Asia/Tokyo", from_timezone: "UTC" });
  assert.ok("error" in output && /leap second/.test(output.error as string));
});

Deno.test("an empty zone, which models send, is the server's own", () => {
  const output = run({ time: "15:00", from_timezone: "", to_timezone: "UTC" });
  assert.ok("structured" in output, JSON.stringify(output));
});
