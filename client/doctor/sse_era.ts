/**
 * What a server does over HTTP+SSE (2024-11-05), request by request.
 *
 * @module
 */
import { createParser } from "eventsource-parser";
import { described } from "../../findings/http.ts";
import { asObject, parsed } from "../../lib/json.ts";
import { essenceOf, isEventStream } from "../../lib/media_type.ts";
import { withinMs } from "../../lib/time.ts";
import type { EraSeen, StreamSeen } from "./era_seen.ts";
import { ANSWER_MS, DOCTOR_INFO, exchange, isResponse, MOST, type RequestContext } from "./request.ts";
import { createRules } from "./rules.ts";

/** Milliseconds for an event. */
const EVENT_MS = 3_000;

/** What an event stream is called by servers that do not name its type. */
const UNTYPED: ReadonlySet<string> = new Set(["text/plain", "application/octet-stream", ""]);

/** Opens the stream, greets the server over it, and closes it. */
export async function seeSseEra(context: RequestContext, url: URL): Promise<EraSeen> {
  const rules = createRules();
  const about = { era: "2024", url, rules } as const;
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  try {
    const asked = context.fetch(url, { headers: { Accept: "text/event-stream" }, signal });
    const response = await withinMs(asked, ANSWER_MS);
    if (!response) return { ...about, kind: "silent", streams: [] };
    const { status, headers } = response;
    const isTyped = isEventStream(headers);
    if (status !== 200 || !isTyped && !UNTYPED.has(essenceOf(headers.get("content-type")))) {
      const answer = await exchange({ ...context, fetch: () => Promise.resolve(response) }, url, {});
      over.abort();
      const unread = { status, headers, body: "", message: {}, firstEventMs: undefined, isLate: true };
      return { ...about, kind: "absent", streams: [], answer: answer ?? unread };
    }
    const started = context.now();
    const events = eventsOf(response);
    const first = await events.next();
    const stream: StreamSeen = {
      hasEnd: false,
      firstEventMs: first && context.now() - started,
      encoding: headers.get("content-encoding"),
    };
    const streams = [stream];
    if (!first) return { ...about, kind: "silent", streams: isTyped ? streams : [] };
    rules.check("content_type", isTyped, described({ status, headers, body: "" }));
    const endpoint = first.event === "endpoint" ? URL.parse(first.data, url) : null;
    rules.check(
      "endpoint_event",
      endpoint?.origin === url.origin,
      `${first.event ?? "message"} ${first.data}`,
    );
    if (endpoint?.origin !== url.origin) return { ...about, kind: "spoken", revision: "2024-11-05", streams };
    const send = (message: Readonly<Record<string, unknown>>) =>
      exchange(context, endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", ...message }),
      });
    const params = { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: DOCTOR_INFO };
    const posted = await send({ id: "doctor-init", method: "initialize", params });
    if (posted) {
      rules.check("messages_accepted", posted.status >= 200 && posted.status < 300, described(posted));
    }
    const answer = posted && posted.status < 300 ? await answerIn(events) : undefined;
    if (posted && posted.status < 300) {
      rules.check("answer_on_stream", asObject(answer).id === "doctor-init", JSON.stringify(answer ?? null));
    }
    const { protocolVersion, capabilities } = asObject(asObject(answer).result);
    if (typeof protocolVersion === "string") {
      const notified = await send({ method: "notifications/initialized" });
      const isAccepted = notified !== undefined && notified.status >= 200 && notified.status < 300;
      if (notified) rules.check("notification_202", isAccepted, described(notified));
    }
    if ("tools" in asObject(capabilities)) {
      await send({ id: "doctor-list", method: "tools/list" });
      const list = asObject(await answerIn(events));
      rules.check("answer_on_stream", list.id === "doctor-list", JSON.stringify(list.id ?? null));
      rules.check("tools_array", Array.isArray(asObject(list.result).tools), "…");
    }
    return {
      ...about,
      kind: "spoken",
      revision: typeof protocolVersion === "string" ? protocolVersion : "2024-11-05",
      streams,
    };
  } finally {
    over.abort();
  }
}

interface Events {
  /** The next event, or `undefined` if none comes in time. */
  next(): Promise<{ readonly event?: string | undefined; readonly data: string } | undefined>;
}

function eventsOf(response: Response): Events {
  const queue: { readonly event?: string | undefined; readonly data: string }[] = [];
  const parser = createParser({ onEvent: (event) => queue.push(event) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let read = 0;
  const more = async (): Promise<void> => {
    while (queue.length === 0 && read < MOST) {
      const { done, value } = await reader.read();
      if (done) return;
      read += value.length;
      parser.feed(value);
    }
  };
  return {
    async next() {
      await withinMs(more(), EVENT_MS);
      return queue.shift();
    },
  };
}

/** The first response on the stream; a server may send requests of its own before it. */
async function answerIn(events: Events): Promise<unknown> {
  for (let count = 0; count < 10; count++) {
    const event = await events.next();
    if (!event) return undefined;
    if (isResponse(event.data)) return parsed(event.data);
  }
}
