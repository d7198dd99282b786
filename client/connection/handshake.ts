/** One handshake in one era, and the connection that comes of it. */
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
import type { EraChoice } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Elicit } from "../elicitation/elicit.ts";
import { limitMessages } from "../limits/message_limits.ts";
import type { OnExceeded } from "../limits/limits.ts";
import { abortable, type Wait } from "../../lib/time.ts";
import { answerAfterProgress, closeLostStream } from "./request_outcome.ts";
import { MODERN_REVISION } from "./classify_answer.ts";
import { CLIENT_CAPABILITIES } from "./probe.ts";
import { streamable } from "./streamable.ts";

export type Era = Exclude<EraChoice, "auto">;

export interface Connection {
  readonly client: Client;
  readonly era: Era;
  /** The revision agreed on, for instance `2025-11-25`. */
  readonly revision: string;
  /** Whether the server gave it a session, which it may forget. */
  readonly hasSession: boolean;
  /** Where the server was found. */
  readonly url: URL;
  /** Ends the session, where there is one, and the connection. */
  close(): Promise<void>;
  /** Ends the connection alone: its session is lost. */
  drop(): Promise<void>;
}

export interface HandshakeOptions {
  readonly clientInfo: Implementation;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Milliseconds for the handshake; `connect` keeps them, and the SDK's own time-out must come later. */
  readonly handshakeTimeoutMs: number;
  /** What passes the time before a stream is resumed. */
  readonly wait: Wait;
  /** Without it, nobody is asked: every elicitation is declined. */
  readonly elicit?: Elicit;
  /** Must abort `signal`. */
  readonly onExceeded: OnExceeded;
}

/** Milliseconds for the end of a session to be answered. */
const TERMINATE_TIMEOUT_MS = 2_000;

/**
 * Results are not held against a tool's `outputSchema`. The SDK would compile it, which a server can make
 * long, and run its regular expressions in this thread, which a server can make endless; and the reader of a
 * result is a model, which takes it as text.
 */
const UNCHECKED: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (data) => ({ valid: true, data: data as T, errorMessage: undefined });
  },
};

/** @param prior what is known of the server: the handshake of 2026 is over with its answer */
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
    // Pages are counted as they come, with all that is on them.
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
  try {
    await abortable(
      () => client.connect(transport, { prior, signal, timeout: 2 * handshakeTimeoutMs }),
      signal,
    );
  } catch (error) {
    // An EventSource that has failed would go on trying.
    await transport.close().catch(() => {});
    throw endpointError(error, url) ?? error;
  }
  if (transport instanceof SSEClientTransport) {
    closeLostStream(transport);
    answerAfterProgress(transport);
  }
  return {
    client,
    era,
    url,
    hasSession: transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined,
    revision: client.getNegotiatedProtocolVersion() ?? MODERN_REVISION,
    async close() {
      closing.abort();
      if (transport instanceof StreamableHTTPClientTransport && era === "2025") {
        // A server that does not answer must not keep the person waiting.
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, TERMINATE_TIMEOUT_MS);
        await Promise.race([transport.terminateSession().catch(() => {}), promise]);
        clearTimeout(timer);
      }
      await client.close();
    },
    async drop() {
      closing.abort();
      await client.close();
    },
  };
}

/** HTTP+SSE lets a server name the address for all that we send; the SDK refuses one of another origin. */
function endpointError(error: unknown, url: URL): UserError | undefined {
  const [, location] = errorText(error).match(/^Endpoint origin does not match [a-z ]*: (.*)$/s) ?? [];
  if (location === undefined) return undefined;
  return new UserError("endpoint_refused", { url: url.href, location: oneLine(location) });
}
