/**
 * Times in words and in ISO 8601.
 *
 * @module
 */

// By hand: a locale's formatter would cost more than all the rest of a call.
/** From Monday on, in English. */
export const DAYS: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];
/** From January on, in English. */
export const MONTHS: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `2026-07-28T14:05:09+02:00` */
export function isoWithOffset(time: Temporal.ZonedDateTime): string {
  return time.toString({ timeZoneName: "never", fractionalSecondDigits: 0 });
}

/** `14:05:09` */
export function wordClock(time: Temporal.ZonedDateTime | Temporal.PlainDateTime): string {
  return time.toPlainTime().toString({ smallestUnit: "second" });
}

/** `Tuesday, 28 July 2026` */
export function wordDay(time: Temporal.ZonedDateTime | Temporal.PlainDateTime): string {
  return `${DAYS[time.dayOfWeek - 1]}, ${time.day} ${MONTHS[time.month - 1]} ${time.year}`;
}
