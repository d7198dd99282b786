/**
 * Rules of time zones as POSIX writes them, for instance `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1-2024 §8.3,
 * `TZ`; RFC 9636 §3.3 for hours beyond a day).
 *
 * @module
 */

/** A rule that holds for every year. Offsets are seconds to add to UTC. */
export interface PosixRule {
  /** The offset of standard time. */
  readonly standard: number;
  /** Daylight saving time, if the zone has it. */
  readonly saving?: {
    /** The offset of daylight saving time. */
    readonly offset: number;
    /** The day on which it begins. */
    readonly from: ChangeDay;
    /** The day on which it ends. */
    readonly until: ChangeDay;
  };
}

/** A change of the clocks: the last (5) or n-th `weekday` (0 is Sunday) of a month. */
export interface ChangeDay {
  /** 1 is January. */
  readonly month: number;
  /** From 1, and 5 for the last of the month. */
  readonly week: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Seconds after midnight by the clock that is changed; may be negative, or more than a day. */
  readonly time: number;
}

const NAME = "(?:<[^>]+>|[A-Za-z]+)";
const TIME = "([+-]?\\d+(?::\\d+){0,2})";
const DAY = `M(\\d+)\\.(\\d)\\.(\\d)(?:/${TIME})?`;
const RULE = new RegExp(`^${NAME}${TIME}(?:${NAME}${TIME}?,${DAY},${DAY})?$`);

/** Reads a rule; throws an `Error` if it is written in another form (days counted from 1 January). */
export function readPosixRule(text: string): PosixRule {
  const match = text.match(RULE);
  if (!match) throw new Error(`The rule cannot be read: ${text}`);
  const [, standardTime, savingTime, ...days] = match;
  const standard = 0 - seconds(standardTime!);
  if (days[0] === undefined) return { standard };
  const offset = savingTime === undefined ? standard + 3600 : 0 - seconds(savingTime);
  return { standard, saving: { offset, from: changeDay(days), until: changeDay(days.slice(4)) } };
}

function changeDay([month, week, weekday, time]: readonly (string | undefined)[]): ChangeDay {
  return {
    month: Number(month),
    week: Number(week),
    weekday: Number(weekday),
    time: time === undefined ? 2 * 3600 : seconds(time),
  };
}

/** Of `[+-]h[:m[:s]]`. */
function seconds(text: string): number {
  const [hours, minutes = 0, rest = 0] = text.replace(/^[+-]/, "").split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours! * 3600 + minutes * 60 + rest);
}

/** The offset at a moment, in seconds to add to UTC. `at` counts seconds since 1970-01-01T00:00:00Z. */
export function offsetByRule({ standard, saving }: PosixRule, at: number): number {
  if (!saving) return standard;
  const year = new Date((at + standard) * 1000).getUTCFullYear();
  const from = changeInYear(saving.from, year) - standard;
  const until = changeInYear(saving.until, year) - saving.offset;
  // South of the equator, daylight saving time lasts over the turn of the year.
  const isSaving = from < until ? from <= at && at < until : from <= at || at < until;
  return isSaving ? saving.offset : standard;
}

/** Seconds since 1970 by the local clock. */
function changeInYear({ month, week, weekday, time }: ChangeDay, year: number): number {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  let day = 1 + (weekday - first + 7) % 7 + (week - 1) * 7;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > days) day -= 7;
  return Date.UTC(year, month - 1, day) / 1000 + time;
}
