/**
 * Limits on what one client can make the server hold.
 *
 * @module
 */
import { serveLimits, type ServeLimitValues } from "../cli/serve_limits.ts";

/** The limits, as the code uses them. */
export interface Limits {
  /** Bytes of a request body. */
  readonly bodyBytes: number;
  /** Milliseconds for a request body to arrive. */
  readonly bodyMs: number;
  /** Levels of nesting in a request body. */
  readonly jsonDepth: number;
  /** Open sessions of one key. */
  readonly sessionsPerKey: number;
  /** Open sessions in total. */
  readonly sessions: number;
  /** Milliseconds after which a session without requests and without an open stream ends. */
  readonly sessionIdleMs: number;
  /** Milliseconds between two checks for idle sessions. */
  readonly sweepMs: number;
  /** Milliseconds between keep-alive comments on an event stream. */
  readonly keepAliveMs: number;
  /** Concurrent tool calls of one key. */
  readonly callsPerKey: number;
  /** Messages in one batch (only MCP 2025-03-26 has batches). */
  readonly batch: number;
  /** Characters of events that a session keeps for resumption. */
  readonly keptEvents: number;
  /** Milliseconds after which a call of 2026 without an answer gets a stream. */
  readonly silentMs: number;
  /** Bytes queued for a reader that does not read; beyond that, its stream is closed. */
  readonly queuedBytes: number;
  /** Bytes that the record of the wire view may take. */
  readonly wireBytes: number;
}

/** The limits of these settings. */
export function limitsOf(values: ServeLimitValues): Limits {
  const sessionIdleMs = values["session-idle-seconds"] * 1000;
  return {
    bodyBytes: values["body-bytes"],
    bodyMs: values["body-seconds"] * 1000,
    jsonDepth: values["json-depth"],
    sessionsPerKey: values["sessions-per-key"],
    sessions: values.sessions,
    sessionIdleMs,
    sweepMs: Math.min(60_000, sessionIdleMs),
    keepAliveMs: values["keep-alive-seconds"] * 1000,
    callsPerKey: values["calls-per-key"],
    batch: values["batch-messages"],
    keptEvents: values["kept-event-characters"],
    silentMs: 200,
    queuedBytes: values["queued-bytes"],
    wireBytes: values["wire-bytes"],
  };
}

/** The default limits. */
export const LIMITS: Limits = limitsOf(serveLimits([]));
