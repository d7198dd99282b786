/**
 * What a server does in 2026-07-28, request by request.
 *
 * @module
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import { described } from "../../findings/http.ts";
import { asObject } from "../../lib/json.ts";
import { MODERN_REVISION } from "../connection/classify_answer.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { type EraSeen, streamOf, type StreamSeen } from "./era_seen.ts";
import { type Answer, DOCTOR_INFO, post, type RequestContext } from "./request.ts";
import {
  checkAnswer,
  checkList,
  checkUnknownMethod,
  checkUnknownTool,
  createRules,
  errorCodeIn,
  UNKNOWN_TOOL,
} from "./rules.ts";

/** A message without what each message of this era has. */
interface ModernMessage {
  readonly id?: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

interface AskOptions {
  readonly revision?: string;
  /** The revision in the header, if it is another one. */
  readonly header?: string;
  readonly isEnough?: (event: { readonly data: string }) => boolean;
}

/** Sends a message with the headers and the `_meta` that this era requires. */
export function askModern(
  context: RequestContext,
  url: URL,
  message: ModernMessage,
  { revision = MODERN_REVISION, header = revision, isEnough }: AskOptions = {},
): Promise<Answer | undefined> {
  const _meta = {
    [PROTOCOL_VERSION_META_KEY]: revision,
    [CLIENT_INFO_META_KEY]: DOCTOR_INFO,
    [CLIENT_CAPABILITIES_META_KEY]: {},
  };
  const name = message.params?.name;
  const headers = {
    "MCP-Protocol-Version": header,
    "Mcp-Method": message.method,
    ...(typeof name === "string" ? { "Mcp-Name": name } : {}),
  };
  return post(context, url, { ...message, params: { ...message.params, _meta } }, headers, isEnough);
}

/** Asks what it speaks, and tries the rules. */
export async function seeModernEra(context: RequestContext, url: URL): Promise<EraSeen> {
  const rules = createRules();
  const ask = (message: ModernMessage, options?: AskOptions) => askModern(context, url, message, options);
  const streams: StreamSeen[] = [];
  const about = { era: "2026", url, rules, streams } as const;

  const discover = await ask({ id: "doctor-discover", method: "server/discover" });
  if (!discover) return { ...about, kind: "silent" };
  const { supportedVersions, capabilities } = asObject(discover.message.result);
  if (!Array.isArray(supportedVersions) || !supportedVersions.includes(MODERN_REVISION)) {
    return { ...about, kind: "absent", answer: discover };
  }
  checkAnswer(rules, discover, "doctor-discover");

  const unknown = await ask({ id: "doctor-unknown", method: "mcpdemo/doctor" });
  if (unknown) checkUnknownMethod(rules, unknown, "doctor-unknown");
  if (asObject(capabilities).tools !== undefined) {
    const list = await ask({ id: "doctor-list", method: "tools/list" });
    if (list) {
      checkAnswer(rules, list, "doctor-list");
      checkList(rules, list);
    }
    const call = await ask({ id: "doctor-call", method: "tools/call", params: UNKNOWN_TOOL });
    if (call) checkUnknownTool(rules, call);
  }
  if (asObject(asObject(capabilities).tools).listChanged === true) {
    // The one stream of this era that stays open: an acknowledgement comes first.
    const params = { notifications: { toolsListChanged: true } };
    const listening = await ask({ id: "doctor-listen", method: "subscriptions/listen", params }, {
      isEnough: () => true,
    });
    if (listening && isEventStream(listening.headers)) streams.push(streamOf(listening, false));
  }
  const params = { requestId: "doctor-none" };
  const notification = await ask({ method: "notifications/cancelled", params });
  if (notification) rules.check("notification_202", notification.status === 202, described(notification));
  const old = await ask({ id: "doctor-version", method: "server/discover" }, { revision: "1999-01-01" });
  if (old) rules.check("unsupported_version", errorCodeIn(old) === -32022, described(old));
  const mixed = await ask({ id: "doctor-mix", method: "server/discover" }, { header: "2025-11-25" });
  if (mixed) rules.check("header_mismatch", mixed.message.result === undefined, described(mixed));
  return { ...about, kind: "spoken", revision: MODERN_REVISION };
}
