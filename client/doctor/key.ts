/**
 * The key of a server: whether it is needed, whether it travels safely, and how the server refuses.
 *
 * @module
 */
import { readChallenge } from "../../auth/challenge.ts";
import { networkReason } from "../../cli/error_text.ts";
import { shownUrl } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { asObject } from "../../lib/json.ts";
import { isLoopbackHost } from "../../lib/loopback.ts";
import { SECRET_NAME } from "../servers/open_servers.ts";
import type { Era } from "../connection/connection.ts";
import { type Add, found } from "./finding.ts";
import { askModern } from "./modern_era.ts";
import { exchange, post, type RequestContext } from "./request.ts";
import type { Seen } from "./wire.ts";

/** What is wrong with how a key travels. Pure. */
export function judgeAddress(url: URL, isKeySent: boolean, add: Add): void {
  const inQuery = [...url.searchParams.keys()].find((name) => SECRET_NAME.test(name));
  if (inQuery !== undefined) add(found("warning", "key_in_url", { name: oneLine(inQuery, 40) }));
  if (isKeySent && url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    add(found("warning", "key_unencrypted", { url: shownUrl(url) }));
  }
}

/**
 * Asks a server once without the key.
 *
 * @param context its `fetch` sends no key
 */
export async function askWithoutKey(
  context: RequestContext,
  era: Era,
  url: URL,
  add: Add,
): Promise<void> {
  const answer = era === "2024"
    ? await exchange(context, url, { headers: { Accept: "text/event-stream" } })
    : era === "2025"
    ? await post(context, url, { id: "doctor-no-key", method: "ping" })
    : await askModern(context, url, { id: "doctor-no-key", method: "server/discover" });
  const status = answer?.status ?? 0;
  if (status === 401 || status === 403) add(found("ok", "key_accepted", { status: String(status) }));
  // Another refusal may come before the one for the key.
  if (status === 200) add(found("note", "key_not_needed"));
}

/** What the refusals among the answers lack (RFC 9110 §15.5.2), and where they send a client. */
export async function judgeRefusals(
  seen: readonly Seen[],
  context: RequestContext,
  add: Add,
): Promise<void> {
  const refusals = seen.filter(({ status }) => status === 401);
  const bare = refusals.find(({ headers }) => !headers.has("www-authenticate"));
  if (bare) add(found("warning", "challenge_missing", { url: shownUrl(bare.url) }));
  const named = refusals.map(({ headers }) => readChallenge(headers.get("www-authenticate"))?.params)
    .find((params) => params?.resource_metadata !== undefined)?.resource_metadata;
  if (named !== undefined) await describeOauth(named, context, add);
}

/** Reads the document of RFC 9728, without a key. */
async function describeOauth(metadata: string, context: RequestContext, add: Add): Promise<void> {
  const shown = oneLine(shownUrl(metadata));
  const undescribed = (detail: string) =>
    add(found("warning", "oauth_undescribed", { metadata: shown, detail: oneLine(detail) }));
  const url = URL.parse(metadata);
  if (!url || !/^https?:$/.test(url.protocol)) return undescribed("?");
  try {
    const init = { headers: { Accept: "application/json" }, redirect: "manual" } as const;
    const answer = await exchange(context, url, init);
    const { authorization_servers, scopes_supported } = asObject(answer?.message);
    if (answer?.status !== 200 || !Array.isArray(authorization_servers)) {
      return undescribed(answer ? `HTTP ${answer.status}` : "…");
    }
    const scopes = Array.isArray(scopes_supported) ? scopes_supported : [];
    add(found("note", "oauth_described", {
      metadata: shown,
      issuer: oneLine(authorization_servers.join(", ")),
      scopes: oneLine(scopes.join(" ")),
    }));
  } catch (error) {
    context.signal.throwIfAborted();
    undescribed(networkReason(error));
  }
}
