/**
 * A `fetch` for MCP whose answers are in the form of the specification as far as they can be read.
 *
 * The SDK discards a message that it cannot validate, and the request waits forever; so answers are
 * repaired as texts, before the SDK reads them.
 *
 * @module
 */
import { REDIRECTS } from "../../findings/http.ts";
import { readAtMost } from "../../lib/bytes.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { parsed } from "../../lib/json.ts";
import { essenceOf } from "../../lib/media_type.ts";
import { MESSAGE_BYTES } from "../limits/limits.ts";
import { AnswerFailure } from "./answer_failure.ts";
import type { OnDeviation } from "./deviation.ts";
import { createEventText } from "./event_text.ts";
import { integers } from "./integers.ts";
import { isJsonObject } from "./nulls.ts";
import { type Asked, repairMessage } from "./repair_message.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Requests whose methods are remembered; a server that never answers must not fill the memory. */
const OPEN = 1_000;

/** Bytes of the body of a failure. */
const WORDS_BYTES = 64 * 1024;

/** These answers decide how to connect, so they are left unchanged. */
const HANDSHAKE = ["initialize", "server/discover"];

/**
 * Repairs what `fetch` answers to the requests of one server.
 *
 * An answer that does not answer a request rejects with an {@linkcode AnswerFailure}: a status of failure, or one
 * of success without a body.
 */
export function readableAnswers(fetch: Fetch, onDeviation: OnDeviation): Fetch {
  const open = new Map<unknown, Asked>();
  let [seen, names] = [new Set<unknown>(), new Set<string>()];

  function remember({ id, method, params }: Record<string, unknown>, headers: Headers): void {
    if (typeof method !== "string" || id === undefined) return;
    if (isJsonObject(params) && params.cursor !== undefined) seen.add(params.cursor);
    else if (method === "tools/list") [seen, names] = [new Set(), new Set()];
    open.delete(open.size >= OPEN ? open.keys().next().value : id);
    const revision = headers.get("mcp-protocol-version") ?? "";
    open.set(id, { method, seen, names, isModern: revision >= "2026" });
  }

  const repair = (text: string) => {
    const one = (each: unknown) =>
      repairMessage(each, (id) => open.get(id) ?? open.get(Number(id)), onDeviation);
    try {
      const message = JSON.parse(integers.mark(text));
      return JSON.stringify(Array.isArray(message) ? message.map(one) : one(message));
    } catch {
      // Not JSON, or nested too deep to be written: the SDK and the limits have errors for these.
      return text;
    }
  };

  return async (input, init) => {
    const sent = init?.method === "POST" && typeof init.body === "string" ? parsed(init.body) : undefined;
    const request = isJsonObject(sent) ? sent : {};
    const requestHeaders = new Headers(init?.headers);
    remember(request, requestHeaders);
    const body = init?.body;
    const response = await fetch(
      input,
      typeof body === "string" ? { ...init, body: integers.unmark(body) } : init,
    );
    const isCall = typeof request.method === "string" && request.id !== undefined;
    if (request.method === "server/discover") return response;
    if (isCall && !HANDSHAKE.includes(request.method as string)) {
      await refuseFailure(response, requestHeaders);
    }
    if (!response.ok || !response.body || (init?.method === "POST" && !isCall)) return response;
    const isAnswered = isCall && !HANDSHAKE.includes(request.method as string);
    return await readable(response, repair, onDeviation, { isAnswered, signal: init?.signal ?? undefined });
  };
}

/** In HTTP+SSE, 202 is right: the answer comes on the stream. */
async function refuseFailure(response: Response, headers: Headers): Promise<void> {
  const { status } = response;
  const isAnsweredHere = headers.get("accept")?.includes("text/event-stream") ?? false;
  const isEmpty = [202, 204, 205].includes(status) && isAnsweredHere;
  if (response.ok ? !isEmpty : REDIRECTS.includes(status)) return;
  const read = await readAtMost(response.body, WORDS_BYTES).catch(() => undefined);
  const body = new TextDecoder().decode(read);
  throw new AnswerFailure({
    status,
    body,
    headers: response.headers,
    isHttpSse: !isAnsweredHere,
  });
}

async function readable(
  response: Response,
  repair: (text: string) => string,
  onDeviation: OnDeviation,
  { isAnswered, signal }: { readonly isAnswered: boolean; readonly signal: AbortSignal | undefined },
): Promise<Response> {
  const named = essenceOf(response.headers.get("content-type"));
  const reader = response.body!.getReader();
  // The first event may be long in coming.
  const first = named === "text/event-stream" ? [] : await readStart(reader);
  const form = formOf(first);
  const type = form ?? named;
  const headers = new Headers(response.headers);
  if (form !== undefined && form !== named) {
    onDeviation({ kind: form === "text/event-stream" ? "eventsTyped" : "jsonTyped", name: named || "-" });
    headers.set("content-type", form);
  }
  const { status, statusText } = response;
  const rest = restOf(reader, first);
  const body = type === "text/event-stream"
    ? rest.pipeThrough(eventTransform(repair), signal ? { signal } : {})
    : type === "application/json"
    ? rest.pipeThrough(
      jsonTransform(isAnswered ? requiringAnswer(repair, status) : repair),
      signal ? { signal } : {},
    )
    : rest;
  return new Response(body, { status, statusText, headers });
}

/** The first bytes, up to one that is not blank. */
async function readStart(reader: ReadableStreamDefaultReader<Bytes>): Promise<Bytes[]> {
  const chunks: Bytes[] = [];
  while (chunks.length < 16) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    const start = startOf(chunks);
    if (start.length >= 8 || /^[{[:]/.test(start)) break;
  }
  return chunks;
}

function startOf(chunks: readonly Bytes[]): string {
  const decoder = new TextDecoder();
  return chunks.map((each) => decoder.decode(each.subarray(0, 100), { stream: true })).join("").trimStart();
}

/** What a body is by its first characters, or `undefined`. */
function formOf(chunks: readonly Bytes[]): "application/json" | "text/event-stream" | undefined {
  const text = startOf(chunks);
  if (/^[{[]/.test(text)) return "application/json";
  if (/^(:|(data|event|id|retry)(:|\r|\n))/.test(text)) return "text/event-stream";
}

function restOf(reader: ReadableStreamDefaultReader<Bytes>, first: readonly Bytes[]): ReadableStream<Bytes> {
  const chunks = [...first];
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const chunk = chunks.shift();
      if (chunk) return controller.enqueue(chunk);
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** Refuses JSON that holds no response: the SDK would wait for one. */
function requiringAnswer(repair: (text: string) => string, status: number): (text: string) => string {
  return (text) => {
    const messages = [parsed(text)].flat();
    if (messages.some((each) => isJsonObject(each) && ("result" in each || "error" in each))) {
      return repair(text);
    }
    throw new AnswerFailure({ status, body: text, headers: new Headers(), isHttpSse: false });
  };
}

function eventTransform(repair: (text: string) => string): TransformStream<Bytes, Bytes> {
  const events = createEventText(repair, MESSAGE_BYTES);
  const encoder = new TextEncoder();
  return new TransformStream({
    transform(chunk, controller) {
      const text = events.push(chunk);
      if (text) controller.enqueue(encoder.encode(text));
    },
    flush: (controller) => controller.enqueue(encoder.encode(events.end())),
  });
}

/** A body that is too large is forwarded as it arrives: its reader enforces the limit. */
function jsonTransform(repair: (text: string) => string): TransformStream<Bytes, Bytes> {
  let held: Bytes[] = [];
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      held.push(chunk);
      size += chunk.length;
      if (size <= MESSAGE_BYTES) return;
      for (const each of held) controller.enqueue(each);
      held = [];
    },
    async flush(controller) {
      if (size > MESSAGE_BYTES) return;
      const text = new TextDecoder().decode(await new Blob(held).arrayBuffer());
      controller.enqueue(new TextEncoder().encode(repair(text)));
    },
  });
}
