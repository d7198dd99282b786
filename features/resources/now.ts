import { isoWithOffset } from "../time_words.ts";
import { completeTimeZone, isTimeZone } from "../time_zone.ts";
import { localTime } from "../zones/local_time.ts";
import type { Resource } from "./resource.ts";

/** The time now, in each zone. */
export const now: Resource = {
  name: "now",
  title: "The time in a zone",
  description: "The current time in a time zone, as a JSON object. Subscribers are told every minute.",
  mimeType: "application/json",
  uri: "time://now/{+zone}",
  ttlMs: 1000,
  complete: { zone: completeTimeZone },
  changesEachMinute: true,
  read({ zone = "" }, { now }) {
    if (zone.length > 100 || !isTimeZone(zone)) return undefined;
    const { timezone, time } = localTime(now(), zone);
    return JSON.stringify({ iso: isoWithOffset(time), timezone });
  },
};
