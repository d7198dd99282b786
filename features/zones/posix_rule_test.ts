import assert from "node:assert/strict";
import { offsetByRule, readPosixRule } from "./posix_rule.ts";

/** The changes of a year, each as the last second before it and the offset that begins. */
const RULES: [rule: string, moment: string, before: number, after: number][] = [
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 3600, 7200],
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 7200, 3600],
  ["EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -18000, -14400],
  ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-10-03T16:00:00Z", 36000, 39600],
  ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2027-04-03T16:00:00Z", 39600, 36000],
  ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03T15:30:00Z", 37800, 39600],
  ["IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25T01:00:00Z", 3600, 0],
  ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -7200, -3600],
  ["IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 7200, 10800],
  ["EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 7200, 10800],
];

Deno.test("a POSIX rule changes the offset at the second that it names", () => {
  for (const [rule, moment, before, after] of RULES) {
    const at = Date.parse(moment) / 1000;
    const read = readPosixRule(rule);
    assert.deepEqual(
      [offsetByRule(read, at - 1), offsetByRule(read, at)],
      [before, after],
      `${rule} ${moment}`,
    );
  }
});

Deno.test("a rule without daylight saving time has one offset, and another form is refused", () => {
  assert.equal(offsetByRule(readPosixRule("<+0545>-5:45"), 0), 20700);
  assert.equal(offsetByRule(readPosixRule("UTC0"), 1e10), 0);
  for (const text of ["", "CET", "CET-1CEST", "CET-1CEST,J60,J300", "Europe/Paris"]) {
    assert.throws(() => readPosixRule(text), /cannot be read/);
  }
});
