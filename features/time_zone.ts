/**
 * Time zones by their IANA names.
 *
 * @module
 */
import { distance } from "fastest-levenshtein";

/** The IANA zone of this machine, for instance `Europe/Paris`. */
export function localTimeZone(): string {
  return Temporal.Now.timeZoneId();
}

/** Whether the runtime knows `name`, links such as `Asia/Calcutta` included; offsets are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZoneId } = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return timeZoneId.toLowerCase() === name.toLowerCase();
  } catch {
    return false;
  }
}

/** The known zones nearest to `name` in spelling, its last part (the city) included, nearest first. */
export function nearestTimeZones(name: string, count = 3): string[] {
  const wanted = spelling(name);
  const city = wanted.split("/").at(-1)!;
  return timeZones()
    .map((zone) => {
      const known = spelling(zone);
      const whole = unlikeness(wanted, known);
      const last = unlikeness(city, known.split("/").at(-1)!);
      return { zone, score: Math.min(whole, last), tie: whole };
    })
    .sort((a, b) => a.score - b.score || a.tie - b.tie || (a.zone < b.zone ? -1 : 1))
    .slice(0, count)
    .map(({ zone }) => zone);
}

/** From 0 (the same) to 1 (nothing in common), so that short names have no advantage. */
function unlikeness(a: string, b: string): number {
  return distance(a, b) / Math.max(a.length, b.length, 1);
}

function spelling(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s-]+/g, "_");
}

/** The sentence for a name that is no time zone. */
export function noSuchTimeZone(name: string): string {
  return `There is no time zone "${name}". Near it: ${nearestTimeZones(name).join(", ")}.`;
}

/** Every zone by its current name, in alphabetical order. */
export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].sort();
}

/** The zones that begin with `typed`, whole or in their last part, without regard to case. */
export function completeTimeZone(typed: string): string[] {
  const start = spelling(typed);
  return timeZones().filter((zone) => {
    const known = spelling(zone);
    return known.startsWith(start) || known.slice(known.lastIndexOf("/") + 1).startsWith(start);
  });
}
