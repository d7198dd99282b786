/**
 * One attempt to connect: the only place where the requests of an attempt are made and observed.
 *
 * The SDK's transports report a failure in many ways, HTTP in one: what an attempt says about the server is
 * read from the HTTP answers.
 *
 * @module
 */
import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/client";
import { errorText } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { handshakeFinding } from "../../findings/handshake.ts";
import { described, type HttpAnswer, httpFinding } from "../../findings/http.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { asObject } from "../../lib/json.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { invalidPlace } from "../repair/invalid_result.ts";
import { type ConnectFailure, notMcp, unreachableFailure } from "./classify_answer.ts";
import type { Connection, Era } from "./connection.ts";
import { handshake, type HandshakeOptions } from "./handshake.ts";
import { probe, readAnswer } from "./probe.ts";

/** How an attempt ended. */
export type Outcome = { readonly kind: "connected"; readonly connection: Connection } | ConnectFailure;

/** What an attempt needs. */
export interface AttemptOptions extends HandshakeOptions {
  /** Whether the requests have an `Authorization` header. */
  readonly isKeySent: boolean;
}

/**
 * Tries one era at one endpoint. Never rejects because of the server.
 *
 * @throws the reason of `options.signal` once it is aborted during a handshake
 */
export async function attempt(era: Era, url: URL, fetch: Fetch, options: AttemptOptions): Promise<Outcome> {
  const { signal, isKeySent } = options;
  const observed = observe(era, fetch, { url, isKeySent });
  if (era === "2026") {
    const verdict = await probe(observed.fetch, { url, isKeySent }, options.clientInfo, signal);
    if (verdict.kind === "modern") {
      return { kind: "connected", connection: await handshake(era, url, fetch, verdict, options) };
    }
    observed.abort();
    return verdict;
  }
  try {
    const ended = AbortSignal.any([signal, observed.refused]);
    const connection = await handshake(era, url, observed.fetch, { kind: "legacy" }, {
      ...options,
      signal: ended,
    });
    return { kind: "connected", connection };
  } catch (error) {
    const failure = await observed.failure(error);
    observed.abort();
    signal.throwIfAborted();
    return failure;
  }
}

/** An answer that an attempt got, and the request that it answers. */
interface Exchange {
  readonly url: URL;
  readonly answer: Promise<HttpAnswer>;
  readonly method: string | undefined;
  readonly id: unknown;
}

interface Observed {
  readonly fetch: Fetch;
  /** Aborted as soon as an answer to `initialize` shows that the handshake cannot succeed. */
  readonly refused: AbortSignal;
  /** What an attempt that failed with `error` says about the server. */
  failure(error: unknown): Promise<ConnectFailure>;
  /** Aborts the requests that the transports leave open. */
  abort(): void;
}

function observe(
  era: Era,
  fetch: Fetch,
  request: { readonly url: URL; readonly isKeySent: boolean },
): Observed {
  const { url } = request;
  const controller = new AbortController();
  const refused = new AbortController();
  let last: Exchange | undefined;
  let early: ConnectFailure | undefined;
  let thrown: unknown;
  /** Whether the answer to `initialize` opened a session. */
  let isOpened = false;

  /** The failure in the last answer, if it says why the attempt had to fail. */
  const findingIn = async (
    { url: asked, answer, method, id }: Exchange,
  ): Promise<ConnectFailure | undefined> => {
    const read = await answer;
    // In 2024 the server names the address of the POSTs, which may be wrong.
    if (era === "2024" && method !== undefined && read.status >= 400) {
      return { kind: "other_era", error: messagesFinding(read, url, asked, request.isKeySent), weight: 3 };
    }
    const finding = httpFinding(read, request);
    if (finding) {
      // 5xx may be an era's own: the older transport is at another path.
      return read.status >= 500
        ? { kind: "other_era", error: finding, weight: 2 }
        : { kind: "failure", error: finding };
    }
    // Another replica got the next request of the session.
    if (isOpened && method !== undefined && method !== "initialize" && read.status === 404) {
      const error = new UserError("mcp_session_refused", { url: url.href, detail: described(read) });
      return { kind: "failure", error };
    }
    if (method !== "initialize") return notMcp(read, url);
    const answered = handshakeFinding(read, url, id, SUPPORTED_PROTOCOL_VERSIONS);
    if (answered === "fits") return undefined;
    return answered ? { kind: "other_era", error: answered, weight: 3 } : notMcp(read, url);
  };

  return {
    refused: refused.signal,
    fetch: async (input, init) => {
      try {
        const signals = [controller.signal, ...(init?.signal ? [init.signal] : [])];
        const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
        const { method, id } = messageOf(init?.body);
        if (method === "initialize" && response.headers.has("mcp-session-id")) isOpened = true;
        const isPost = init?.method === "POST";
        // In 2024 a POST is answered on the stream that a GET has opened, which is the transport's alone.
        const isUsual = isPost ? era === "2024" || method !== "initialize" : isEventStream(response.headers);
        if (response.ok && isUsual) return response;
        const asked = new URL(input instanceof Request ? input.url : input);
        const exchange = last = { url: asked, answer: readExchange(response), method, id };
        // The SDK would wait for an answer that fits until its timeout.
        findingIn(exchange).then((finding) => {
          if (finding) early ??= finding;
          if (finding && response.ok) refused.abort(finding.error);
        }).catch(() => {});
        return response;
      } catch (error) {
        thrown = error;
        throw error;
      }
    },
    abort: () => controller.abort(),
    async failure(error) {
      if (error === early?.error) return early!;
      if (error instanceof UserError) return { kind: "failure", error };
      if (thrown instanceof UserError) return { kind: "failure", error: thrown };
      const finding = last && await findingIn(last);
      if (finding) return finding;
      if (thrown !== undefined) return unreachableFailure(thrown, url);
      if (error instanceof ProtocolError) {
        const refusal = { url: url.href, detail: `${error.code} ${oneLine(error.message)}` };
        return { kind: "other_era", error: new UserError("mcp_handshake_refused", refusal), weight: 3 };
      }
      const place = invalidPlace(error);
      const isEnded = error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed;
      const why = place !== undefined
        ? { reason: "member", name: place } as const
        : isEnded
        ? { reason: "stream_ended" } as const
        : { detail: last ? described(await last.answer) : oneLine(errorText(error)) };
      const invalid = { url: url.href, method: "initialize", ...why };
      return { kind: "other_era", error: new UserError("mcp_invalid_answer", invalid), weight: 3 };
    },
  };
}

/**
 * The failure of a POST of HTTP+SSE: the address that answered is one that the endpoint event named.
 *
 * @param url of the stream
 * @param asked the address of the POST, without the session id in the error
 */
function messagesFinding(answer: HttpAnswer, url: URL, asked: URL, isKeySent: boolean): UserError {
  const location = asked.origin + asked.pathname;
  const { status } = answer;
  if (status === 401 || status === 403 || status === 407 || status === 429) {
    const finding = httpFinding(answer, { url: new URL(location), isKeySent });
    if (finding) return finding;
  }
  const data = { url: url.href, location, status: String(status), detail: described(answer) };
  return new UserError("mcp_messages_refused", data);
}

async function readExchange(response: Response): Promise<HttpAnswer> {
  const { status, headers } = response;
  const body = await readAnswer(response.clone(), "initialize").catch(() => "");
  return { status, headers, body };
}

function messageOf(body: unknown): { readonly method: string | undefined; readonly id: unknown } {
  if (typeof body !== "string") return { method: undefined, id: undefined };
  const { method, id } = asObject(JSON.parse(body));
  return { method: typeof method === "string" ? method : undefined, id };
}
