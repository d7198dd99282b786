import { z } from "zod";
import { isoWithOffset, wordClock, wordDay } from "../time_words.ts";
import { isTimeZone, noSuchTimeZone } from "../time_zone.ts";
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
  }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  run({ time, to_timezone, from_timezone }, { now, timeZone }) {
    const [fromZone, toZone] = [from_timezone ?? timeZone, to_timezone];
    for (const name of [fromZone, toZone]) if (!isTimeZone(name)) return { error: noSuchTimeZone(name) };
    const from = readTime(time, now().toZonedDateTimeISO(fromZone));
    if (!from) return { error: `"${time}" is no time. Write HH:MM, or YYYY-MM-DDTHH:MM.` };
    const to = from.withTimeZone(toZone);
    const show = (each: Temporal.ZonedDateTime) =>
      `${wordClock(each)} on ${wordDay(each)} in ${each.timeZoneId} (${isoWithOffset(each)})`;
    const data = (each: Temporal.ZonedDateTime) => ({ iso: isoWithOffset(each), timezone: each.timeZoneId });
    return { text: `${show(from)} is ${show(to)}.`, structured: { from: data(from), to: data(to) } };
  },
});

/** A time that a change of clocks skips or repeats is read as Temporal's `compatible` says. */
function readTime(text: string, today: Temporal.ZonedDateTime): Temporal.ZonedDateTime | undefined {
  // An offset or a zone within the text would contradict the argument that names the zone.
  if (!/^(\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(:\d\d)?$/.test(text)) return undefined;
  const [clock, day] = text.split(/[T ]/).reverse();
  try {
    const date = day === undefined ? today.toPlainDate() : Temporal.PlainDate.from(day);
    const time = Temporal.PlainTime.from(clock!.padStart(5, "0"));
    return date.toZonedDateTime({ timeZone: today.timeZoneId, plainTime: time });
  } catch {
    return undefined;
  }
}
