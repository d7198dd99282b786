/**
 * Zones that a user may mean by an abbreviation or an offset, which are not names of zones.
 *
 * @module
 */
import { currentZones, knownZone, offsetAt } from "./offset.ts";

/** The zones that abbreviations are used for most; several use one, and none is official. */
const ABBREVIATIONS: Readonly<Record<string, readonly string[]>> = {
  ACST: ["Australia/Adelaide", "Australia/Darwin"],
  AEST: ["Australia/Sydney", "Australia/Brisbane"],
  AKST: ["America/Anchorage"],
  AST: ["America/Halifax", "Asia/Riyadh"],
  AWST: ["Australia/Perth"],
  BRT: ["America/Sao_Paulo"],
  BST: ["Europe/London", "Asia/Dhaka"],
  CAT: ["Africa/Maputo", "Africa/Johannesburg"],
  CDT: ["America/Chicago", "America/Havana"],
  CEST: ["Europe/Paris", "Europe/Berlin"],
  CST: ["America/Chicago", "Asia/Shanghai", "America/Havana"],
  EAT: ["Africa/Nairobi"],
  EDT: ["America/New_York"],
  EEST: ["Europe/Helsinki", "Europe/Kyiv"],
  GST: ["Asia/Dubai"],
  HKT: ["Asia/Hong_Kong"],
  IDT: ["Asia/Jerusalem"],
  IST: ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"],
  JST: ["Asia/Tokyo"],
  KST: ["Asia/Seoul"],
  MDT: ["America/Denver"],
  MSK: ["Europe/Moscow"],
  NST: ["America/St_Johns"],
  NZST: ["Pacific/Auckland"],
  PDT: ["America/Los_Angeles"],
  PKT: ["Asia/Karachi"],
  PST: ["America/Los_Angeles", "Asia/Manila"],
  SAST: ["Africa/Johannesburg"],
  SGT: ["Asia/Singapore"],
  WAT: ["Africa/Lagos"],
  WEST: ["Europe/Lisbon"],
  WIB: ["Asia/Jakarta"],
};

/**
 * The zones meant by `PST`, `UTC+2`, `+05:30` and similar names, at most three; none if `name` is
 * neither an abbreviation nor an offset.
 *
 * @param now seconds since 1970: a zone counts by its offset at that moment
 */
export function zonesMeantBy(name: string, now: number): readonly string[] {
  const offset = name.trim().match(/^(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?([0-5]\d))?$/i);
  if (!offset) return ABBREVIATIONS[name.trim().toUpperCase()] ?? [];
  const [, sign, hours, minutes = "0"] = offset;
  const seconds = (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  // POSIX and the names under Etc/ count the other way round: west of Greenwich is positive.
  const fixed = knownZone(`Etc/GMT${sign === "-" ? "+" : "-"}${Number(hours)}`);
  if (fixed !== undefined && Number(minutes) === 0) return [fixed];
  return currentZones().filter((zone) => offsetAt(zone, now) === seconds).slice(0, 3);
}
