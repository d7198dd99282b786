/**
 * The handshake of one era, and the connection that it results in.
 *
 * @module
 */
import {
  Client,
  type Implementation,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  type PriorDiscovery,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import type { Fetch } from "../../lib/fetch.ts";
import { UserError } from "../../cli/errors.ts";
import { errorText } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Elicit } from "../elicitation/elicit.ts";
import { limitMessages } from "../limits/message_limits.ts";
import type { OnExceeded } from "../limits/limits.ts";
import { abortable, type Wait, withinMs } from "../../lib/time.ts";
import { answerAfterProgress, closeLostStream } from "./request_outcome.ts";
import type { Connection, Era } from "./connection.ts";
import { MODERN_REVISION } from "./classify_answer.ts";
import { CLIENT_CAPABILITIES } from "./probe.ts";
import { answerStrays } from "./stray_answers.ts";
import { streamable } from "./streamable.ts";

/** What a handshake needs besides the endpoint. */
export interface HandshakeOptions {
  /** Our name and version. */
  readonly clientInfo: Implementation;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Milliseconds for the handshake. `connect` keeps them; the SDK's own timeout must come later. */
  readonly handshakeTimeoutMs: number;
  /** Waits before a stream is resumed. */
  readonly wait: Wait;
  /** Answers elicitations. Without it, every elicitation is declined. */
  readonly elicit?: Elicit;
  /** Called when the server exceeds a limit. Must abort `signal`. */
  readonly onExceeded: OnExceeded;
}

/** Milliseconds for the server to answer the DELETE of a session. */
const TERMINATE_TIMEOUT_MS = 2_000;

/**
 * Results are not validated against a tool's `outputSchema`. The SDK would compile the schema, which a server
 * can make slow, and run its regular expressions in this thread, which a server can make endless; and the
 * reader of a result is a model, which takes it as text.
 */
const UNCHECKED: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (data) => ({ valid: true, data: data as T, errorMessage: undefined });
  },
};

/**
 * Performs the handshake of `era` at `url`: `initialize` and `notifications/initialized` until 2025, none in
 * 2026, where the answer to `server/discover` has said everything.
 *
 * @param prior the verdict of the probe in 2026, else `{ kind: "legacy" }`
 * @throws what the SDK throws, a {@linkcode UserError} for a refused endpoint, or the signal's reason
 */
export async function handshake(
  era: Era,
  url: URL,
  fetch: Fetch,
  prior: PriorDiscovery,
  options: HandshakeOptions,
): Promise<Connection> {
  const { clientInfo, signal, handshakeTimeoutMs, wait, elicit, onExceeded } = options;
  const client = new Client(clientInfo, {
    versionNegotiation: { mode: "legacy" },
    capabilities: CLIENT_CAPABILITIES,
    jsonSchemaValidator: UNCHECKED,
    // `limitMessages` counts the pages as they come, with everything on them.
    listMaxPages: 0,
  });
  client.setRequestHandler(
    "elicitation/create",
    ({ params }, { mcpReq }) => elicit?.(url, params, mcpReq.signal) ?? { action: "decline" },
  );
  const closing = new AbortController();
  const transport = era === "2024"
    ? new SSEClientTransport(url, { fetch })
    : streamable(url, fetch, wait, closing.signal);
  limitMessages(transport, url, onExceeded);
  answerStrays(transport);
  if (transport instanceof SSEClientTransport) closeLostStream(transport);
  try {
    await abortable(
      () => client.connect(transport, { prior, signal, timeout: 2 * handshakeTimeoutMs }),
      signal,
    );
  } catch (error) {
    // An EventSource that has failed would keep trying.
    await transport.close().catch(() => {});
    throw endpointError(error, url) ?? error;
  }
  if (transport instanceof SSEClientTransport) answerAfterProgress(transport);
  return {
    client,
    era,
    url,
    hasSession: transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined,
    revision: client.getNegotiatedProtocolVersion() ?? MODERN_REVISION,
    async close() {
      closing.abort();
      if (transport instanceof StreamableHTTPClientTransport && era === "2025") {
        // A server that does not answer must not keep the user waiting.
        await withinMs(transport.terminateSession().catch(() => {}), TERMINATE_TIMEOUT_MS);
      }
      await client.close();
    },
    async drop() {
      closing.abort();
      await client.close();
    },
  };
}

/** In HTTP+SSE the server names the URL that we post to; the SDK refuses one of another origin. */
function endpointError(error: unknown, url: URL): UserError | undefined {
  const text = errorText(error);
  const [, named] = text.match(/^Invalid URL: '(.*)' with base/s) ?? [];
  if (named !== undefined) {
    const why = { reason: "endpoint_invalid", location: oneLine(named, 200) } as const;
    return new UserError("mcp_invalid_answer", { url: url.href, method: "GET", ...why });
  }
  const [, location] = text.match(/^Endpoint origin does not match [a-z ]*: (.*)$/s) ?? [];
  if (location === undefined) return undefined;
  const isSameHost = URL.parse(location)?.hostname === url.hostname;
  return new UserError("endpoint_refused", {
    url: url.href,
    location: oneLine(location),
    ...(isSameHost ? { reason: "other_scheme" } : {}),
  });
}
