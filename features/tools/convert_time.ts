import { z } from "zod";
import { isoWithOffset, wordClock, wordDay } from "../time_words.ts";
import { isTimeZone, noSuchTimeZone } from "../time_zone.ts";
import { type LocalTime, localTime, type Meaning, meaningOf, TZDATA_RELEASE } from "../zones/local_time.ts";
import { defineTool, type Tool } from "./tool.ts";

const zone = z.string().max(100);
const moment = z.object({
  iso: z.string().describe("ISO 8601 with offset"),
  timezone: z.string().describe("IANA time zone"),
});

/** A time of one zone in another. */
export const convertTime: Tool = defineTool({
  name: "convert_time",
  title: "Convert a time",
  description: "Converts a time of day or a date with a time from one time zone to another " +
    "(when it is 15:00 in Paris, what time is it in Tokyo).",
  inputSchema: z.object({
    time: z.string().max(40).describe("HH:MM for today, or YYYY-MM-DDTHH:MM"),
    to_timezone: zone.describe("IANA time zone to convert to, for instance Asia/Tokyo"),
    from_timezone: zone.optional()
      .describe("IANA time zone of the given time. Leave it out for the server's own."),
  }),
  outputSchema: z.object({
    from: moment.describe("The time that was given"),
    to: moment.describe("The same moment in the other zone"),
    notes: z.array(z.string()).describe("What was odd about the time: skipped or repeated by the clocks"),
    tzdata: z.string().describe("Release of the IANA time zone database, for instance 2026f"),
  }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  runAtOnce({ time, to_timezone, from_timezone }, { now, timeZone }) {
    // Models send "" for what they leave out.
    const [fromZone, toZone] = [from_timezone || timeZone, to_timezone];
    const instant = Temporal.Instant.fromEpochMilliseconds(now());
    const seconds = Math.floor(instant.epochMilliseconds / 1000);
    for (const name of [fromZone, toZone]) {
      if (!isTimeZone(name)) return { error: noSuchTimeZone(name, seconds) };
    }
    const wall = readTime(time, localTime(instant, fromZone).time.toPlainDate());
    if (typeof wall === "string") return { error: wall };
    const meaning = meaningOf(wall, fromZone);
    const { at: from } = meaning;
    const to = localTime(from.time.toInstant(), toZone);
    const notes = [...noteOn(wall, meaning), ...noteOnSeconds(from), ...noteOnSeconds(to)];
    return {
      text: [`${words(from)} is ${words(to)}.`, ...notes].join(" "),
      structured: { from: data(from), to: data(to), notes, tzdata: TZDATA_RELEASE },
    };
  },
});

function words({ time, timezone }: LocalTime): string {
  return `${wordClock(time)} on ${wordDay(time)} in ${timezone} (${isoWithOffset(time)})`;
}

function data({ time, timezone }: LocalTime): { iso: string; timezone: string } {
  return { iso: isoWithOffset(time), timezone };
}

/** What a change of the clocks makes of the time. */
function noteOn(wall: Temporal.PlainDateTime, meaning: Meaning): string[] {
  const { at: { time, timezone } } = meaning;
  const asked = `${wordClock(wall)} on ${wordDay(wall)}`;
  switch (meaning.kind) {
    case "once":
      return [];
    case "never":
      return [
        `Note: ${asked} does not exist in ${timezone}, where the clocks skip it; ` +
        `it was read as ${wordClock(time)} on ${wordDay(time)}.`,
      ];
    case "twice":
      return [
        `Note: ${asked} happens twice in ${timezone}, where the clocks are set back; this is the first ` +
        `time (${time.offset}), the second is ${isoWithOffset(meaning.later.time)}.`,
      ];
  }
}

/** Until about 1900 many clocks followed the sun, and ISO 8601 has no seconds in an offset. */
function noteOnSeconds({ time, timezone }: LocalTime): string[] {
  if (time.offsetNanoseconds % 60e9 === 0) return [];
  return [`Note: the offset of ${timezone} was ${time.offset}, which ISO 8601 rounds to minutes.`];
}

/** The time on the wall clock, or the sentence that says why there is none. */
function readTime(text: string, today: Temporal.PlainDate): Temporal.PlainDateTime | string {
  // An offset or a zone within the text would contradict the argument that names the zone.
  if (!/^(\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(:\d\d)?$/.test(text)) {
    return `"${text}" is not a time. Write HH:MM, or YYYY-MM-DDTHH:MM.`;
  }
  if (/:\d\d:60$/.test(text)) {
    return `"${text}" names a leap second, which clocks here do not count. Write the second before it.`;
  }
  const [clock, day] = text.split(/[T ]/).reverse();
  try {
    const date = day === undefined ? today : Temporal.PlainDate.from(day);
    return date.toPlainDateTime(Temporal.PlainTime.from(clock!.padStart(5, "0")));
  } catch {
    return `"${text}" is not a time that a calendar or a clock has. Write HH:MM, or YYYY-MM-DDTHH:MM.`;
  }
}
