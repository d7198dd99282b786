import assert from "node:assert/strict";
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

Deno.test("what is no time or no zone is an error with its remedy", () => {
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
    assert.ok(!(output instanceof Promise) && "error" in output && /Near it: Asia\/Tokyo/.test(output.error));
  }
});
