/**
 * What a server does with sessions (2025-11-25 and before, Streamable HTTP), request by request.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { described } from "../../findings/http.ts";
import { asObject } from "../../lib/json.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { type EraSeen, streamOf, type StreamSeen } from "./era_seen.ts";
import {
  type Answer,
  DOCTOR_INFO,
  exchange,
  post,
  type RequestContext,
  SESSION_REVISION,
} from "./request.ts";
import {
  checkAnswer,
  checkList,
  checkUnknownMethod,
  checkUnknownTool,
  createRules,
  isAnswered,
  type Rules,
  UNKNOWN_TOOL,
} from "./rules.ts";

/** Requests of one session: as many as a run of `ask` has, so that a session that is lost early is noticed. */
const PINGS = 4;

/** How many times a request is repeated whose session is not known: other replicas may know it. */
const REPEATS = 3;

/** Opens a session, tries the rules, and ends the session. */
export async function seeSessionEra(context: RequestContext, url: URL): Promise<EraSeen> {
  const rules = createRules();
  const streams: StreamSeen[] = [];
  const about = { era: "2025", url, rules, streams } as const;
  const opened = await post(context, url, {
    id: "doctor-init",
    method: "initialize",
    params: { protocolVersion: SESSION_REVISION, capabilities: {}, clientInfo: DOCTOR_INFO },
  });
  if (!opened) return { ...about, kind: "silent" };
  if (isEventStream(opened.headers)) streams.push(streamOf(opened, true));
  const { protocolVersion: revision, capabilities } = asObject(opened.message.result);
  if (opened.isLate && !isAnswered(opened)) return { ...about, kind: "silent" };
  if (typeof revision !== "string") return { ...about, kind: "absent", answer: opened };
  checkAnswer(rules, opened, "doctor-init");
  const id = opened.headers.get("mcp-session-id");
  if (id !== null) rules.check("session_id_characters", /^[\x21-\x7e]+$/.test(id), JSON.stringify(id));
  const headers = {
    "MCP-Protocol-Version": revision,
    ...(id === null ? {} : { "Mcp-Session-Id": id }),
  };
  const session = await useSession({
    context,
    url,
    headers,
    rules,
    streams,
    isTooled: "tools" in asObject(capabilities),
  });
  if (id !== null && session === undefined) await endSession(context, url, headers, rules);
  return { ...about, kind: "spoken", revision, ...(session ? { session } : {}) };
}

interface SessionUse {
  readonly context: RequestContext;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly rules: Rules;
  readonly isTooled: boolean;
  readonly streams: StreamSeen[];
}

/** Sends what a client sends. Stops when the session is not known. */
async function useSession(use: SessionUse): Promise<EraSeen["session"]> {
  const { context, url, headers, rules, isTooled } = use;
  let answered = 0;
  let lost: EraSeen["session"];
  const send = async (message: Readonly<Record<string, unknown>>): Promise<Answer | undefined> => {
    if (lost) return undefined;
    const answer = await post(context, url, message, headers);
    if (!answer || !isSessionUnknown(answer, headers)) {
      if (answer) answered++;
      return answer;
    }
    for (let count = 0; count < REPEATS; count++) {
      const again = await post(context, url, message, headers);
      if (again && !isSessionUnknown(again, headers)) {
        lost = { error: new UserError("mcp_session_refused", { url: url.href, detail: described(answer) }) };
        return undefined;
      }
    }
    lost = answered === 0
      ? { error: new UserError("mcp_session_refused", { url: url.href, detail: described(answer) }) }
      : { lostAfter: answered };
    return undefined;
  };

  const initialized = await send({ method: "notifications/initialized" });
  if (initialized) rules.check("notification_202", initialized.status === 202, described(initialized));
  for (let count = 1; count <= PINGS; count++) {
    const id = `doctor-ping-${count}`;
    const ping = await send({ id, method: "ping" });
    if (!ping) continue;
    checkAnswer(rules, ping, id);
    rules.check("ping", ping.message.result !== undefined, described(ping));
  }
  const unknown = await send({ id: "doctor-unknown", method: "mcpdemo/doctor" });
  if (unknown) checkUnknownMethod(rules, unknown, "doctor-unknown");
  const list = isTooled ? await send({ id: "doctor-list", method: "tools/list" }) : undefined;
  if (list) checkList(rules, list);
  const call = isTooled
    ? await send({ id: "doctor-call", method: "tools/call", params: UNKNOWN_TOOL })
    : undefined;
  if (call) checkUnknownTool(rules, call);
  if (!lost) await tryStream(use);
  return lost;
}

/** The stream of a session is optional; in its place stands 405. */
async function tryStream({ context, url, headers, rules, streams }: SessionUse): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const fetch: RequestContext["fetch"] = async (input, init) => {
    const response = await context.fetch(input, init);
    // Only its headers count: there may be nothing to say.
    over.abort();
    return new Response(null, { status: response.status, headers: response.headers });
  };
  const init = { headers: { Accept: "text/event-stream", ...headers } };
  const stream = await exchange({ ...context, fetch, signal }, url, init).catch(() => {
    context.signal.throwIfAborted();
    return "failed" as const;
  });
  if (stream === "failed") return;
  // A proxy that waits for the first bytes of the body, and there may be none for long.
  if (!stream) return void streams.push({ hasEnd: false, firstEventMs: undefined, encoding: null });
  const isKept = stream.status === 405 || stream.status === 200 && isEventStream(stream.headers);
  rules.check("get_stream", isKept, described(stream));
}

/** MCP 2025-11-25, `basic/transports`, Session Management: a session that has ended, or never was, is 404. */
async function endSession(
  context: RequestContext,
  url: URL,
  headers: Readonly<Record<string, string>>,
  rules: Rules,
): Promise<void> {
  const ping = { id: "doctor-gone", method: "ping" };
  const other = { ...headers, "Mcp-Session-Id": "mcpdemo-doctor-no-such-session" };
  const unknown = await post(context, url, ping, other);
  if (unknown) {
    rules.check("unknown_session", unknown.status >= 400 && unknown.status < 500, described(unknown));
  }
  const ended = await exchange(context, url, { method: "DELETE", headers });
  // 405: the server does not let clients end sessions.
  if (!ended || ended.status >= 300) return;
  const gone = await post(context, url, ping, headers);
  if (gone) rules.check("session_deleted", gone.status === 404, described(gone));
}

function isSessionUnknown(
  { status, body }: Answer,
  headers: Readonly<Record<string, string>>,
): boolean {
  if (headers["Mcp-Session-Id"] === undefined) return false;
  // A method that is not known may be 404 as well, with an answer to it.
  if (/"code":\s*-32601\b/.test(body)) return false;
  return status === 404 || status === 400 && /session|not initialized/i.test(body);
}
