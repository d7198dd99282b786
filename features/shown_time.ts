/**
 * The time of a zone as texts.
 *
 * @module
 */
import { DAYS, isoWithOffset, MONTHS, wordClock, wordDay } from "./time_words.ts";
import { localTime, offsetName } from "./zones/local_time.ts";
import { knownZone, offsetAt } from "./zones/offset.ts";

/** What the clocks of a zone show at a moment. */
export interface ShownTime {
  /** The zone's IANA name. */
  readonly timezone: string;
  /** `2026-07-28T14:05:09+02:00` */
  readonly iso: string;
  /** `14:05:09` */
  readonly clock: string;
  /** `Tuesday, 28 July 2026` */
  readonly day: string;
}

/** The first second of the year 10000, whose years ISO 8601 writes in another form. */
const YEAR_10000 = 253_402_300_800;

/** The second that was asked for last, and what was shown by the zones' clocks in it. */
let latest: number | undefined;
const shown = new Map<string, ShownTime>();

/**
 * What the clocks of `zone` show; `undefined` if there is no such zone.
 *
 * This is nearly all that a call of the time tool does. So it is done once in a second for each zone, and by
 * arithmetic: `Temporal` takes ten times as long.
 *
 * @param seconds since 1970-01-01T00:00:00Z, whole
 */
export function shownTime(seconds: number, zone: string): ShownTime | undefined {
  if (seconds !== latest) shown.clear();
  latest = seconds;
  const known = shown.get(zone);
  if (known) return known;
  const timezone = knownZone(zone);
  if (timezone === undefined) return undefined;
  const time = timeIn(timezone, seconds);
  // The name may be written in any case: only one way is remembered, so that the map is bounded.
  shown.set(timezone, time);
  return time;
}

function timeIn(timezone: string, seconds: number): ShownTime {
  const offset = offsetAt(timezone, seconds);
  if (offset === undefined || seconds + offset >= YEAR_10000) return byTemporal(seconds, timezone);
  const date = new Date((seconds + offset) * 1000);
  const local = date.toISOString();
  const weekday = DAYS[(date.getUTCDay() + 6) % 7];
  return {
    timezone,
    iso: local.slice(0, 19) + offsetName(offset),
    clock: local.slice(11, 19),
    day: `${weekday}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
  };
}

function byTemporal(seconds: number, zone: string): ShownTime {
  const { timezone, time } = localTime(Temporal.Instant.fromEpochMilliseconds(seconds * 1000), zone);
  return { timezone, iso: isoWithOffset(time), clock: wordClock(time), day: wordDay(time) };
}
