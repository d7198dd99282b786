/**
 * The program's own server, as an app.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type AcceptedKey, parseKeys } from "../auth/keys.ts";
import { keyError } from "../cli/errors.ts";
import type { Messages } from "../cli/messages/messages.ts";
import type { Output } from "../cli/output.ts";
import { oneLine } from "../cli/printable.ts";
import { localTimeZone } from "../features/time_zone.ts";
import { type App, type AppOptions, createApp } from "./app.ts";
import { FEATURES } from "./features.ts";

/** An app with the program's features. */
export function createServerApp(options: Omit<AppOptions, keyof typeof FEATURES>): App {
  return createApp({ ...options, ...FEATURES });
}

/** Any text can serve as a key: its hash has the length that signing needs. */
export function stateKeyOf(text: string | undefined): Uint8Array {
  if (text === undefined) return crypto.getRandomValues(new Uint8Array(32));
  return createHash("sha256").update(text).digest();
}

/** The hashes of configured keys. Throws a `UserError` for one that cannot be a key. */
export function acceptedKeys(given: readonly string[]): readonly AcceptedKey[] {
  const parsed = parseKeys(given);
  if (parsed.kind === "keys") return parsed.keys;
  throw keyError(parsed.problem);
}

/** The time zone of the machine; prints a note if `TZ` is invalid. */
export function machineTimeZone(
  { messages, output }: { readonly messages: Messages; readonly output: Output },
): string {
  const { name, notUnderstood } = localTimeZone(Deno.env.get("TZ"));
  if (notUnderstood !== undefined) output.note(messages.serve.timeZoneUnknown(oneLine(notUnderstood), name));
  return name;
}
