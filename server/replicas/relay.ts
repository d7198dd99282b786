/**
 * A request that another replica has to answer, on its way there and back.
 *
 * @module
 */
import { isEventStream } from "../../lib/media_type.ts";
import { type EventStream, openEventStream } from "../event_stream.ts";
import { withExactIds } from "../exact_ids.ts";
import { withinMs } from "../../lib/time.ts";
import type { JsonBody } from "../read_json.ts";
import type { Limits } from "../limits.ts";
import type { SessionHandle } from "../sessions.ts";
import type { OpenCall, Replier } from "./link.ts";
import { type RelayedPiece, type RelayedRequest, type Replicas, ReplicaSilent } from "./replicas.ts";

/** Milliseconds for another replica to begin its answer. */
const ANSWER_MS = 900;

/** Headers that the answer of a session depends on. */
const RELAYED_HEADERS = ["accept", "content-type", "last-event-id", "mcp-protocol-version", "mcp-session-id"];

/** A request in the form in which it is relayed. */
export function relayable(
  { url, method, headers }: Request,
  body: JsonBody | undefined,
  session: string,
  era: string,
  keyId: string,
): RelayedRequest {
  const kept = RELAYED_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { session, era, keyId, method, url, headers: kept, ...(body ? { text: body.text } : {}) };
}

/**
 * Lets another replica answer.
 *
 * @returns `undefined` if it is gone, or does not have the session
 * @throws {RedisAway}
 * @throws {ReplicaSilent} if it does not begin to answer in time
 */
export async function relay(
  { link }: Pick<Replicas, "link">,
  to: string,
  request: RelayedRequest,
  limits: Limits,
): Promise<Response | undefined> {
  const { promise: begun, resolve, reject } = Promise.withResolvers<Response | undefined>();
  // Nobody waits for it if the call itself fails.
  begun.catch(() => {});
  let open: OpenCall | undefined;
  let stream: EventStream | undefined;
  const encoder = new TextEncoder();
  const late = setTimeout(() => {
    open?.stop();
    reject(new ReplicaSilent());
  }, ANSWER_MS);
  const begin = (value: RelayedPiece | undefined, isLast: boolean) => {
    if (!value || !("status" in value) || value.status === 404) return resolve(undefined);
    const { status, text } = value;
    const headers = new Headers(value.headers.map(([name, value]) => [name, value]));
    if (isLast) return resolve(new Response(text || null, { status, headers }));
    stream = openEventStream(limits, () => open?.stop());
    resolve(new Response(stream.body, { status, headers }));
  };
  try {
    open = await link.call(to, { kind: "request", ...request }, (piece) => {
      const { value, isLast = false } = piece ?? { isLast: true };
      if (!stream) return begin(value, isLast);
      if (value && "more" in value) stream.pass(encoder.encode(value.more));
      if (isLast) stream.close();
    });
    return open ? await begun : undefined;
  } finally {
    clearTimeout(late);
  }
}

/**
 * Asks a replica to give up a session's stream of notifications.
 *
 * @returns `false` if the stream is open there
 */
export async function released(
  { link }: Pick<Replicas, "link">,
  from: string,
  session: string,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const open = await link.call(from, { kind: "release", session }, (piece) => {
    const { value } = piece ?? {};
    resolve(!value || !("isReleased" in value) || value.isReleased);
  });
  if (!open) return true;
  const isReleased = await withinMs(promise, ANSWER_MS);
  open.stop();
  return isReleased ?? true;
}

/** Answers what another replica relays. */
export async function answerRelayed(
  { url, method, headers, text }: RelayedRequest,
  session: SessionHandle | undefined,
  replier: Replier<RelayedPiece>,
): Promise<void> {
  if (!session) return replier.send({ value: { status: 404, headers: [] }, isLast: true });
  const request = new Request(url, {
    method,
    headers: headers.map(([name, value]) => [name, value]),
    signal: replier.signal,
  });
  const body = text === undefined ? undefined : { text, size: text.length, value: JSON.parse(text) };
  const quick = body && session.quick(request, body);
  if (quick) {
    replier.send({ value: beginningOf(quick, quick.text), isLast: true });
    return quick.next?.();
  }
  const response =
    await (body
      ? withExactIds(body, (exact) => session.handle(request, exact))
      : session.handle(request, undefined));
  if (!isEventStream(response.headers) || !response.body) {
    return replier.send({ value: beginningOf(response, await response.text()), isLast: true });
  }
  replier.send({ value: beginningOf(response) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  replier.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      replier.send({ value: { more: next.value } });
    }
  } finally {
    replier.send({ isLast: true });
  }
}

function beginningOf(
  { status, headers }: { readonly status: number; readonly headers: Headers },
  text?: string,
): RelayedPiece {
  return { status, headers: [...headers], ...(text === undefined ? {} : { text }) };
}
