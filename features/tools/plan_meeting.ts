import { z } from "zod";
import { isoWithOffset, wordClock, wordDay } from "../time_words.ts";
import { isTimeZone, noSuchTimeZone } from "../time_zone.ts";
import { localTime, meaningOf, TZDATA_RELEASE } from "../zones/local_time.ts";
import { defineTool, type Form, type Tool, type ToolOutput } from "./tool.ts";

/** Office hours, by everybody's own clock. */
const [OPENS, CLOSES] = [9, 18];

/** What is looked for, in minutes of the day. */
const STEP = 15;

const known = z.object({
  date: z.iso.date().optional(),
  duration_minutes: z.int().min(STEP).max(480).optional(),
  outside_hours: z.boolean().optional(),
});
type Known = z.output<typeof known>;

const outputSchema = z.object({
  start: z.string().describe("ISO 8601, UTC"),
  duration_minutes: z.int().describe("How long, in minutes"),
  local: z.array(z.object({ iso: z.string().describe("ISO 8601 with offset"), timezone: z.string() }))
    .describe("The start in each time zone"),
  tzdata: z.string().describe("Release of the IANA time zone database, for instance 2026f"),
});
type Plan = z.output<typeof outputSchema>;

/** Finds a time for a meeting across several zones, and asks the user for missing arguments. */
export const planMeeting: Tool = defineTool({
  name: "plan_meeting",
  title: "Plan a meeting",
  description:
    "Finds a time within office hours (9:00 to 18:00) for a meeting of people in several time zones. " +
    "It asks the user for the date and the duration if they are missing.",
  inputSchema: z.object({
    timezones: z.array(z.string().max(100)).min(1).max(20).describe("IANA time zones of the participants"),
    date: z.iso.date().optional().describe("YYYY-MM-DD, by the calendar of the first zone"),
    duration_minutes: z.int().min(STEP).max(480).optional().describe("How long, in minutes"),
    outside_hours: z.boolean().optional().describe("Whether the meeting may be outside office hours"),
  }),
  outputSchema,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  run({ timezones, date, duration_minutes, outside_hours }, { now, answer, state }): ToolOutput<Plan> {
    const instant = Temporal.Instant.fromEpochMilliseconds(now());
    const seconds = Math.floor(instant.epochMilliseconds / 1000);
    const unknown = timezones.find((zone) => !isTimeZone(zone));
    if (unknown !== undefined) return { error: noSuchTimeZone(unknown, seconds) };
    if (answer && answer.action !== "accept") {
      return {
        error:
          "The user did not answer the form: nothing is planned. Call the tool again with the date and the duration.",
      };
    }

    const said = answer?.action === "accept" ? readKnown(answer.content) : {};
    const kept: Known = { date, duration_minutes, outside_hours, ...readKnown(state), ...said };
    const today = localTime(instant, timezones[0]!).time.toPlainDate();
    const day = kept.date === undefined ? undefined : readDate(kept.date);
    if (day === undefined || kept.duration_minutes === undefined) {
      return { ask: detailsForm(kept, day === undefined, today), state: kept };
    }
    const plan = findPlan(timezones, day, kept.duration_minutes, kept.outside_hours ?? false);
    if (plan) return { text: wordPlan(plan), structured: plan };
    if (kept.outside_hours !== undefined) {
      return { error: "No time suits all zones: nothing is planned. Try another date or a shorter meeting." };
    }
    return { ask: OUTSIDE_HOURS, state: kept };
  },
});

/** An answer comes from outside: a field that does not fit counts as not said, the others stay. */
function readKnown(value: unknown): Known {
  if (typeof value !== "object" || value === null) return {};
  const fields = Object.entries(known.shape).flatMap(([key, schema]): [string, unknown][] => {
    const read = schema.safeParse((value as Record<string, unknown>)[key]);
    return read.success && read.data !== undefined ? [[key, read.data]] : [];
  });
  return Object.fromEntries(fields);
}

function readDate(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

function detailsForm({ duration_minutes }: Known, needsDate: boolean, today: Temporal.PlainDate): Form {
  const date = {
    type: "string",
    title: "Date",
    format: "date",
    default: today.add({ days: 1 }).toString(),
  } as const;
  const minutes = { type: "integer", title: "Minutes", minimum: STEP, maximum: 480, default: 30 } as const;
  const needsDuration = duration_minutes === undefined;
  return {
    message: "When should the meeting be, and how long?",
    fields: { ...(needsDate ? { date } : {}), ...(needsDuration ? { duration_minutes: minutes } : {}) },
    required: [...(needsDate ? ["date"] : []), ...(needsDuration ? ["duration_minutes"] : [])],
  };
}

const OUTSIDE_HOURS: Form = {
  message: "On that day, no time is within the office hours of all zones. Plan outside them?",
  fields: { outside_hours: { type: "boolean", title: "Outside office hours", default: false } },
  required: ["outside_hours"],
};

/** The time that lies furthest within everybody's hours, the earliest of them. */
function findPlan(
  zones: readonly string[],
  day: Temporal.PlainDate,
  minutes: number,
  anyHour: boolean,
): Plan | undefined {
  const [home] = zones;
  let best: { start: Temporal.Instant; margin: number } | undefined;
  let start = meaningOf(day.toPlainDateTime(), home!).at.time.toInstant();
  for (; localTime(start, home!).time.toPlainDate().equals(day); start = start.add({ minutes: STEP })) {
    const margin = Math.min(...zones.map((zone) => marginOf(localTime(start, zone).time, minutes)));
    if (margin >= (anyHour ? -Infinity : 0) && (!best || margin > best.margin)) best = { start, margin };
  }
  if (!best) return undefined;
  const local = zones.map((zone) => localTime(best.start, zone));
  return {
    start: best.start.toString({ smallestUnit: "second" }),
    duration_minutes: minutes,
    local: local.map(({ time, timezone }) => ({ iso: isoWithOffset(time), timezone })),
    tzdata: TZDATA_RELEASE,
  };
}

/** Minutes between the meeting and the nearer end of office hours; negative outside them. */
function marginOf(start: Temporal.ZonedDateTime, minutes: number): number {
  const begins = start.hour * 60 + start.minute;
  return Math.min(begins - OPENS * 60, CLOSES * 60 - (begins + minutes));
}

function wordPlan({ duration_minutes, local }: Plan): string {
  const times = local.map(({ iso, timezone }) => {
    const { time } = localTime(Temporal.Instant.from(iso), timezone);
    return `${wordClock(time).slice(0, 5)} on ${wordDay(time)} in ${timezone} (${iso})`;
  });
  return `${duration_minutes} minutes: ${times.join("; ")}.`;
}
