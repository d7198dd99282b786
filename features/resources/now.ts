import { shownTime } from "../shown_time.ts";
import { completeTimeZone } from "../time_zone.ts";
import type { Resource } from "./resource.ts";

/** The time now, in each zone. */
export const now: Resource = {
  name: "now",
  title: "The time in a zone",
  description: "The current time in a time zone, as a JSON object. Subscribers are notified every minute.",
  mimeType: "application/json",
  uri: "time://now/{+zone}",
  ttlMs: 1000,
  complete: { zone: completeTimeZone },
  changesEachMinute: true,
  read({ zone = "" }, { now }) {
    const time = shownTime(Math.floor(now() / 1000), zone);
    return time && JSON.stringify({ iso: time.iso, timezone: time.timezone });
  },
};
