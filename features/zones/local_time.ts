/**
 * Moments and the clocks of a time zone.
 *
 * Since 2020 by our own copy of the IANA database, before that by the runtime's: the past rarely changes.
 *
 * @module
 */
import { RELEASE, SINCE } from "./data.ts";
import { knownZone, offsetAt } from "./offset.ts";

/** What the clocks of a zone show at a moment. */
export interface LocalTime {
  /** The zone's IANA name. */
  readonly timezone: string;
  /** The same moment in a zone of the same offset: its `timeZoneId` means nothing. */
  readonly time: Temporal.ZonedDateTime;
}

/** The release of the IANA database that serves present times, for instance `2026f`. */
export const TZDATA_RELEASE: string = RELEASE;

/** What the clocks of `zone` show at `instant`. Throws a `RangeError` if there is no such zone. */
export function localTime(instant: Temporal.Instant, zone: string): LocalTime {
  const timezone = knownZone(zone);
  if (timezone === undefined) throw new RangeError(`unknown time zone: ${zone}`);
  const offset = offsetAt(timezone, Math.floor(instant.epochMilliseconds / 1000));
  return { timezone, time: instant.toZonedDateTimeISO(offset === undefined ? timezone : offsetName(offset)) };
}

/** What a wall clock's time means in a zone. */
export type Meaning =
  | { readonly kind: "once"; readonly at: LocalTime }
  /** The clocks were set back: the time came twice. */
  | { readonly kind: "twice"; readonly at: LocalTime; readonly later: LocalTime }
  /** The clocks were set forward over the time; `at` is as much after the change as it would have been. */
  | { readonly kind: "never"; readonly at: LocalTime };

/** The moment, or the two, at which the clocks of `zone` show `wall`. */
export function meaningOf(wall: Temporal.PlainDateTime, zone: string): Meaning {
  const timezone = knownZone(zone);
  if (timezone === undefined) throw new RangeError(`unknown time zone: ${zone}`);
  const asUtc = wall.toZonedDateTime("UTC").epochMilliseconds / 1000;
  // No zone is further from UTC than 15 hours: a day before and after lie on either side of any change.
  if (asUtc < SINCE + 2 * DAY) return byRuntime(wall, timezone);
  const before = offsetAt(timezone, asUtc - DAY)!;
  const after = offsetAt(timezone, asUtc + DAY)!;
  const moment = (offset: number) => localTime(instantOf(asUtc - offset), timezone);
  const isShownBy = (offset: number) => offsetAt(timezone, asUtc - offset) === offset;
  const [first, second] = [isShownBy(before), isShownBy(after)];
  if (!first && !second) return { kind: "never", at: moment(before) };
  if (first && second && before !== after) return { kind: "twice", at: moment(before), later: moment(after) };
  return { kind: "once", at: moment(first ? before : after) };
}

const DAY = 24 * 3600;

function instantOf(seconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
}

function byRuntime(wall: Temporal.PlainDateTime, timeZone: string): Meaning {
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation })
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const at = localTime(earlier.toInstant(), timeZone);
  if (earlier.equals(later)) return { kind: "once", at };
  if (earlier.toPlainDateTime().equals(wall)) {
    return { kind: "twice", at, later: localTime(later.toInstant(), timeZone) };
  }
  return { kind: "never", at: localTime(later.toInstant(), timeZone) };
}

/** As Temporal names a zone of a fixed offset: `+05:30`. */
export function offsetName(seconds: number): string {
  const minutes = Math.abs(seconds) / 60;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
