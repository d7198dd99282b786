import { z } from "zod";
import { noSuchTimeZone } from "../time_zone.ts";
import { type ShownTime, shownTime } from "../shown_time.ts";
import { TZDATA_RELEASE } from "../zones/local_time.ts";
import { defineTool, type Tool, type ToolAnswer } from "./tool.ts";

interface CurrentTime {
  readonly iso: string;
  readonly timezone: string;
  readonly unix_seconds: number;
  readonly tzdata: string;
}

/** The answer of each time that is shown: the same for all who ask within a second. */
const answers = new WeakMap<ShownTime, ToolAnswer<CurrentTime>>();

/** The time now, in a zone or in the server's own. */
export const getCurrentTime: Tool = defineTool({
  name: "get_current_time",
  title: "Current time",
  description: "Returns the current date and time (what time is it, what day is it), " +
    "in the given time zone or, without one, in the server's own.",
  inputSchema: z.object({
    timezone: z.string().max(100).optional()
      .describe("IANA time zone, for instance Europe/Paris or Asia/Tokyo. Leave it out for the local time."),
  }),
  outputSchema: z.object({
    iso: z.string().describe("ISO 8601 with offset, for instance 2026-07-28T14:05:09+02:00"),
    timezone: z.string().describe("IANA time zone"),
    unix_seconds: z.int().describe("Seconds since 1970-01-01T00:00:00Z"),
    tzdata: z.string().describe("Release of the IANA time zone database, for instance 2026f"),
  }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  runAtOnce({ timezone: asked }, { now, timeZone }) {
    // Models send "" for what they leave out.
    const wanted = asked || timeZone;
    const unix_seconds = Math.floor(now() / 1000);
    const time = shownTime(unix_seconds, wanted);
    if (!time) return { error: noSuchTimeZone(wanted, unix_seconds) };
    const known = answers.get(time);
    if (known) return known;
    const { timezone, iso, clock, day } = time;
    const answer = {
      text: `It is ${clock} on ${day} in ${timezone} (${iso}).`,
      structured: { iso, timezone, unix_seconds, tzdata: TZDATA_RELEASE },
    };
    answers.set(time, answer);
    return answer;
  },
});
