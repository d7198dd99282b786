/** The transport of 2025 and 2026, with our patience for streams that break off. */
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Fetch } from "../../lib/fetch.ts";
import { answerLostStreams } from "./request_outcome.ts";
import type { Wait } from "../../lib/time.ts";

/** Milliseconds between a stream's end and its resumption, whatever `retry:` says. */
const RETRY_MS = { least: 500, most: 30_000 };

/** How often, and after what milliseconds, a stream that broke off is resumed; `retry:` comes first. */
const RESUMPTION = {
  initialReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1.5,
  maxReconnectionDelay: 30_000,
  maxRetries: 4,
};

/** @param closing aborted once a stream that ends is one that we end */
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
