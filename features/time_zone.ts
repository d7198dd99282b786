/**
 * Time zones by their IANA names.
 *
 * @module
 */
import { distance } from "fastest-levenshtein";
import { zonesMeantBy } from "./zones/hints.ts";
import { currentZones, knownZone } from "./zones/offset.ts";

/** The zone that counts as local, and why it may differ from the intended one. */
export interface LocalZone {
  /** IANA name. */
  readonly name: string;
  /** The value of `TZ`, if it does not name a zone; then the zone is UTC. */
  readonly notUnderstood?: string;
}

/**
 * The time zone of this machine: by `TZ` if it is set, else by the system's settings.
 *
 * @param variable the value of the environment variable `TZ`: a zone's name, `:` and the name, or a path to
 * it in the system's database; rules such as `CET-1CEST` (POSIX `TZ`) are not understood
 */
export function localTimeZone(variable: string | undefined): LocalZone {
  if (variable === undefined) return { name: knownZone(Temporal.Now.timeZoneId()) ?? "UTC" };
  if (variable === "") return { name: "UTC" };
  const name = knownZone(variable.replace(/^:/, "").replace(/^.*\/zoneinfo\//, "").replace(/^posix\//, ""));
  return name === undefined ? { name: "UTC", notUnderstood: variable } : { name };
}

/** Whether `name` is an IANA time zone, in any case, links such as `Asia/Calcutta` included; no offsets. */
export function isTimeZone(name: string): boolean {
  return knownZone(name) !== undefined;
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

/**
 * The sentence for a name that is not a time zone's, with those that may have been meant.
 *
 * @param now seconds since 1970, since an offset means other zones in summer
 */
export function noSuchTimeZone(name: string, now: number): string {
  if (name.trim() === "") return "The time zone is empty. Write an IANA name, for instance Europe/Paris.";
  const meant = zonesMeantBy(name, now);
  const title = `There is no time zone "${name}".`;
  if (meant.length > 0) return `${title} It may mean ${meant.join(", ")}: write one of these names.`;
  const near = nearestTimeZones(name).filter((zone) => likeness(name, zone) >= HELPFUL);
  return near.length > 0
    ? `${title} Similar names: ${near.join(", ")}.`
    : `${title} Write an IANA name, for instance Europe/Paris.`;
}

/** The minimum share of equal letters: less similar names are not worth suggesting. */
const HELPFUL = 0.6;

/** From 0 (nothing in common) to 1 (the same), by the whole name or by its city. */
function likeness(name: string, zone: string): number {
  const [wanted, known] = [spelling(name), spelling(zone)];
  const city = (whole: string) => whole.split("/").at(-1)!;
  return 1 - Math.min(unlikeness(wanted, known), unlikeness(city(wanted), city(known)));
}

/** Every zone by its current name, in alphabetical order, `UTC` included. */
export function timeZones(): string[] {
  return [...currentZones(), "UTC"].sort();
}

/** The zones that begin with `typed`, whole or in their last part, without regard to case. */
export function completeTimeZone(typed: string): string[] {
  const start = spelling(typed);
  return timeZones().filter((zone) => {
    const known = spelling(zone);
    return known.startsWith(start) || known.slice(known.lastIndexOf("/") + 1).startsWith(start);
  });
}
