/**
 * The Streamable HTTP transport of the 2025 and 2026 eras, which resumes streams that break off.
 *
 * @module
 */
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Fetch } from "../../lib/fetch.ts";
import { answerLostStreams } from "./request_outcome.ts";
import type { Wait } from "../../lib/time.ts";

/** Milliseconds between a stream's end and its resumption, regardless of its `retry:` field. */
const RETRY_MS = { least: 500, most: 30_000 };

/** How many times, and after how many milliseconds, a stream is resumed; its `retry:` field takes precedence. */
const RESUMPTION = {
  initialReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1.5,
  maxReconnectionDelay: 30_000,
  maxRetries: 4,
};

/**
 * A transport that resumes streams (MCP 2025-11-25, `basic/transports`, Resumability and
 * Redelivery) up to four times, and answers a request with an error when its stream finally ends.
 *
 * @param wait waits before a stream is resumed
 * @param closing aborted before we end the streams ourselves
 */
export function streamable(
  url: URL,
  fetch: Fetch,
  wait: Wait,
  closing: AbortSignal,
): StreamableHTTPClientTransport {
  const transport = new StreamableHTTPClientTransport(url, {
    fetch,
    reconnectionOptions: RESUMPTION,
    reconnectionScheduler: (reconnect, ms) => {
      wait(Math.min(Math.max(ms, RETRY_MS.least), RETRY_MS.most), closing).then(() =>
        closing.aborted || reconnect()
      );
    },
  });
  answerLostStreams(transport);
  return transport;
}
