import assert from "node:assert/strict";
import fc from "fast-check";
import { isTimeZone, localTimeZone, nearestTimeZones, noSuchTimeZone, timeZones } from "./time_zone.ts";

const KNOWN = Intl.supportedValuesOf("timeZone");

Deno.test("every zone that the runtime lists is accepted, and so is the machine's own", () => {
  for (const zone of [...KNOWN, "UTC", localTimeZone(undefined).name]) assert.ok(isTimeZone(zone), zone);
});

Deno.test("links and other letter cases are accepted", () => {
  for (const zone of ["Asia/Calcutta", "GMT", "Etc/GMT+5", "EST", "US/Eastern", "europe/paris"]) {
    assert.ok(isTimeZone(zone), zone);
  }
});

const NOT_A_ZONE = [
  "",
  " ",
  "+02:00",
  "-0500",
  "2026-07-28T12:00[Europe/Paris]",
  "T12:00Z",
  "T00:00[Europe/Paris]",
  "t0930[Asia/Tokyo]",
  "T12+02:00",
  "Z",
  "Europe/Paris[u-ca=hebrew]",
  "[Europe/Paris]",
  "Europe/Paris ",
  " Europe/Paris",
  "Europe/Paris\0",
  "Europe",
  "Paris",
  "Asia/Tokio",
  "UTC+2",
  "GMT+2",
  "constructor",
];

for (const name of NOT_A_ZONE) {
  Deno.test(`${JSON.stringify(name)} is not a zone`, () => assert.equal(isTimeZone(name), false));
}

Deno.test("every input is accepted or rejected, and an accepted zone is usable and is not an offset", () => {
  // Temporal takes the zone of a time as well as a zone.
  const time = fc.stringMatching(/^[Tt][01][0-9]:?[0-5][0-9](Z|[+-]0[0-9]|\[Asia\/Tokyo\])$/);
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), time), (name) => {
    if (!isTimeZone(name)) return;
    const { timeZoneId } = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    assert.equal(timeZoneId.toLowerCase(), name.toLowerCase());
  }));
});

const MISSPELT: readonly [string, string][] = [
  ["Asia/Tokio", "Asia/Tokyo"],
  ["Europe/Pari", "Europe/Paris"],
  ["europe/PARIS ", "Europe/Paris"],
  ["Paris", "Europe/Paris"],
  ["TOKYO", "Asia/Tokyo"],
  ["New York", "America/New_York"],
  ["new-york", "America/New_York"],
  ["Sao Paulo", "America/Sao_Paulo"],
  ["São Paulo", "America/Sao_Paulo"],
  ["Zürich", "Europe/Zurich"],
  ["America/Los Angelas", "America/Los_Angeles"],
  ["U T C", "UTC"],
];

for (const [misspelt, meant] of MISSPELT) {
  Deno.test(`the most similar zone to ${JSON.stringify(misspelt)} is ${meant}`, () => {
    assert.equal(nearestTimeZones(misspelt)[0], meant);
  });
}

Deno.test("a zone is most similar to itself, and a city's name to the zone of that city", () => {
  const city = (zone: string | undefined) => zone?.split("/").at(-1);
  for (const zone of timeZones()) {
    assert.equal(nearestTimeZones(zone, 1)[0], zone);
    assert.equal(city(nearestTimeZones(city(zone)!, 1)[0]), city(zone));
  }
});

Deno.test("accents and capitals make no difference", () => {
  for (
    const [written, plain] of [["São Tomé", "sao_tome"], ["ÉÈÊÎ", "eeei"], [
      "NOUVELLE-CALÉDONIE",
      "nouvelle caledonie",
    ]]
  ) {
    assert.deepEqual(nearestTimeZones(written!, 6), nearestTimeZones(plain!, 6));
  }
});

Deno.test("by default three zones are suggested, all valid and distinct", () => {
  const name = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "+02:00", "Asia/", "/"));
  fc.assert(fc.property(name, fc.integer({ min: 0, max: 6 }), (name, count) => {
    const near = nearestTimeZones(name);
    assert.equal(near.length, 3);
    assert.equal(new Set(near).size, 3);
    assert.ok(near.every(isTimeZone));
    assert.equal(nearestTimeZones(name, count).length, count);
  }));
});

const NOW = Date.parse("2026-07-28T12:00:00Z") / 1000;

Deno.test("a hint for a wrong zone leads to a valid one, or there is none", () => {
  const cases: [string, RegExp][] = [
    ["UTC+2", /It may mean Etc\/GMT-2:/],
    ["GMT-5", /It may mean Etc\/GMT\+5:/],
    ["+05:30", /It may mean Asia\/Colombo, Asia\/Kolkata:/],
    ["+0545", /It may mean Asia\/Kathmandu:/],
    ["PST", /It may mean America\/Los_Angeles, /],
    ["ist", /It may mean Asia\/Kolkata, Asia\/Jerusalem, Europe\/Dublin:/],
    ["Asia/Tokio", /Similar names: Asia\/Tokyo/],
    ["", /The time zone is empty/],
    ["xqzw", /zone "xqzw"\. Write an IANA name/],
    ["+99:00", /zone "\+99:00"\. Write an IANA name/],
  ];
  for (const [name, words] of cases) assert.match(noSuchTimeZone(name, NOW), words);
});

Deno.test("TZ is a zone's name in the forms that systems use, and anything else is reported", () => {
  assert.deepEqual(localTimeZone("Europe/Paris"), { name: "Europe/Paris" });
  assert.deepEqual(localTimeZone(":europe/paris"), { name: "Europe/Paris" });
  assert.deepEqual(localTimeZone("/usr/share/zoneinfo/Asia/Tokyo"), { name: "Asia/Tokyo" });
  assert.deepEqual(localTimeZone(""), { name: "UTC" });
  for (const value of ["Foo/Bar", "CET-1CEST,M3.5.0,M10.5.0/3", "UTC+2"]) {
    assert.deepEqual(localTimeZone(value), { name: "UTC", notUnderstood: value });
  }
});
