import { timeZones } from "../time_zone.ts";
import type { Resource } from "./resource.ts";

/** The names of all time zones. */
export const zones: Resource = {
  name: "zones",
  title: "Time zones",
  description: "The IANA names of all time zones that this server knows, as a JSON array.",
  mimeType: "application/json",
  uri: "time://zones",
  ttlMs: 24 * 3600 * 1000,
  read: () => JSON.stringify(timeZones()),
};
