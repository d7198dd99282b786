/**
 * Limits on what one client can make the server hold.
 *
 * @module
 */

/** The default limits. */
export const LIMITS = {
  /** Bytes of a request body. */
  bodyBytes: 4 * 1024 * 1024,
  /** Milliseconds for a request body to arrive. */
  bodyMs: 30_000,
  /** Levels of nesting in a request body. */
  jsonDepth: 64,
  /** Open sessions of one key. */
  sessionsPerKey: 1_000,
  /** Open sessions in total. */
  sessions: 10_000,
  /** Milliseconds after which a session without requests and without an open stream ends. */
  sessionIdleMs: 30 * 60_000,
  /** Milliseconds between two checks for idle sessions. */
  sweepMs: 60_000,
  /** Milliseconds between keep-alive comments on an event stream. */
  keepAliveMs: 15_000,
  /** Concurrent tool calls of one key. */
  callsPerKey: 16,
  /** Messages in one batch (only MCP 2025-03-26 has batches). */
  batch: 100,
  /** Characters of events that a session keeps for resumption. */
  keptEvents: 64 * 1024,
  /** Milliseconds after which a call of 2026 without an answer gets a stream. */
  silentMs: 200,
  /** Bytes queued for a reader that does not read; beyond that, its stream is closed. */
  queuedBytes: 1024 * 1024,
  /** Bytes that the record of the wire view may take. */
  wireBytes: 32 * 1024 * 1024,
} as const;

/** The limits by name, in the units given at {@linkcode LIMITS}. */
export type Limits = { readonly [K in keyof typeof LIMITS]: number };
