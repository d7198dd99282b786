import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../zones/local_time.ts";
import fc from "fast-check";
import { isTimeZone } from "../time_zone.ts";
import { getCurrentTime } from "./get_current_time.ts";
import { toolContext } from "./testing.ts";

const NOON = "2026-07-28T12:05:09Z";

/** What the tool answers at `instant`, on a machine that lives in `timeZone`. */
function at(instant: string, timezone?: string, timeZone = "America/Sao_Paulo") {
  const context = toolContext(instant, { timeZone });
  const output = getCurrentTime.run(timezone === undefined ? {} : { timezone }, context);
  assert.ok(!(output instanceof Promise));
  return output;
}

function answered(...given: Parameters<typeof at>) {
  const output = at(...given);
  assert.ok("structured" in output, JSON.stringify(output));
  return output;
}

Deno.test("the time in Paris, in words and as data", () => {
  assert.deepEqual(at(NOON, "Europe/Paris"), {
    text: "It is 14:05:09 on Tuesday, 28 July 2026 in Europe/Paris (2026-07-28T14:05:09+02:00).",
    structured: {
      iso: "2026-07-28T14:05:09+02:00",
      timezone: "Europe/Paris",
      unix_seconds: 1785240309,
      tzdata: TZDATA_RELEASE,
    },
  });
});

Deno.test("the time in Tokyo, in words and as data", () => {
  assert.deepEqual(at(NOON, "Asia/Tokyo"), {
    text: "It is 21:05:09 on Tuesday, 28 July 2026 in Asia/Tokyo (2026-07-28T21:05:09+09:00).",
    structured: {
      iso: "2026-07-28T21:05:09+09:00",
      timezone: "Asia/Tokyo",
      unix_seconds: 1785240309,
      tzdata: TZDATA_RELEASE,
    },
  });
});

const ISO: readonly [string, string, string, string][] = [
  ["half an hour off", NOON, "Asia/Kolkata", "2026-07-28T17:35:09+05:30"],
  ["a quarter of an hour off", NOON, "Asia/Kathmandu", "2026-07-28T17:50:09+05:45"],
  ["UTC", NOON, "UTC", "2026-07-28T12:05:09+00:00"],
  ["the next day already", NOON, "Pacific/Kiritimati", "2026-07-29T02:05:09+14:00"],
  ["before the clocks go forward", "2026-03-29T00:59:59Z", "Europe/Paris", "2026-03-29T01:59:59+01:00"],
  ["after the clocks went forward", "2026-03-29T01:00:00Z", "Europe/Paris", "2026-03-29T03:00:00+02:00"],
  ["the hour that comes twice, first", "2026-10-25T00:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+02:00"],
  ["the hour that comes twice, again", "2026-10-25T01:30:00Z", "Europe/Paris", "2026-10-25T02:30:00+01:00"],
  ["half an hour of summer time", "2026-01-01T00:00:00Z", "Australia/Lord_Howe", "2026-01-01T11:00:00+11:00"],
  [
    "a fraction of a second is cut, not rounded",
    "2026-07-28T12:05:09.999Z",
    "UTC",
    "2026-07-28T12:05:09+00:00",
  ],
  ["a fraction before 1970 is cut downwards", "1969-12-31T23:59:59.5Z", "UTC", "1969-12-31T23:59:59+00:00"],
];

for (const [name, instant, zone, iso] of ISO) {
  Deno.test(`${name}: ${instant} in ${zone}`, () => {
    const { text, structured } = answered(instant, zone);
    assert.equal(structured["iso"], iso);
    assert.equal(structured["unix_seconds"], Math.floor(Date.parse(instant) / 1000));
    assert.ok(text.includes(`(${iso})`) && text.includes(iso.slice(11, 19)) && text.includes(` in ${zone} `));
  });
}

Deno.test("without a zone it is the server's own", () => {
  assert.equal(answered(NOON).structured["iso"], "2026-07-28T09:05:09-03:00");
  assert.equal(answered(NOON).structured["timezone"], "America/Sao_Paulo");
  assert.equal(answered(NOON, "UTC").structured["timezone"], "UTC");
});

Deno.test("midnight is 00:00:00, not 24", () => {
  assert.match(answered("2026-07-28T00:00:00Z", "UTC").text, /^It is 00:00:00 on Tuesday, 28 July 2026/);
});

Deno.test("an unknown zone is an error that suggests up to three zones", () => {
  assert.deepEqual(at(NOON, "Asia/Tokio"), {
    error: 'There is no time zone "Asia/Tokio". Similar names: Asia/Tokyo, Asia/Tomsk, Asia/Baku.',
  });
  const named: [string, number][] = [["Mars/Olympus", 0], ["+02:00", 1], ["+05:30", 2], ["T12:00Z", 0]];
  for (const [zone, count] of named) {
    const output = at(NOON, zone);
    assert.ok("error" in output, zone);
    const near = output.error.match(/(?:Similar names:|may mean) ([^:.]+)/)?.[1]?.split(", ") ?? [];
    assert.equal(near.length, count, output.error);
    assert.ok(near.every(isTimeZone), output.error);
  }
});

Deno.test("an empty zone, which some models send, counts as missing", () => {
  assert.equal(answered(NOON, "", "Asia/Kolkata").structured["timezone"], "Asia/Kolkata");
});

Deno.test("a zone is returned in IANA's spelling, however the caller wrote it", () => {
  assert.equal(answered(NOON, "europe/PARIS").structured["timezone"], "Europe/Paris");
});

Deno.test("an overlong name is refused quickly with a short answer", async () => {
  const timezone = "x".repeat(10_000);
  const checked = await getCurrentTime.inputSchema["~standard"].validate({ timezone });
  if (checked.issues) return;
  const output = at(NOON, timezone);
  assert.ok("error" in output);
  assert.ok(output.error.length < 500, `${output.error.length} characters`);
});

Deno.test("for every moment and zone, the data match their schema and one another", async () => {
  // Liberia's offset had seconds until 1972, which ISO 8601 cannot represent.
  const moment = fc.date({ min: new Date("1973-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
  await fc.assert(fc.asyncProperty(moment, zones, async (moment, zone) => {
    const { structured } = answered(moment.toISOString(), zone);
    const checked = await getCurrentTime.outputSchema["~standard"].validate(structured);
    assert.equal(checked.issues, undefined);
    assert.equal(Date.parse(String(structured["iso"])) / 1000, structured["unix_seconds"]);
  }));
});
