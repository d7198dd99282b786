/**
 * Asks an endpoint again when it may have failed only for a moment.
 *
 * @module
 */
import OpenAI from "openai";
import type { Wait } from "../../../lib/time.ts";

/** When to ask again. */
export interface RetryPolicy {
  /** Waits before the next attempt. */
  readonly wait: Wait;
  /** A random number from 0 up to, but not including, 1. */
  readonly random: () => number;
  /** The current time in milliseconds since 1970: `Retry-After` may be a date. */
  readonly today: () => number;
  /** Milliseconds. If the endpoint asks for a longer pause, it is not asked again. */
  readonly longest: number;
  /** Called before each pause; `isAsked` if the endpoint has asked for it. */
  readonly onWait: (ms: number, isAsked: boolean) => void;
}

/** Milliseconds before each further attempt, unless the endpoint asks for a pause. */
const PAUSES = [500, 1_500];

/**
 * Runs `attempt` up to three times, as long as it fails with no answer at all, 429 or 5xx.
 *
 * @param attempt must not have had an effect when it fails
 * @throws what the last attempt throws
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { wait, random, today, longest, onWait }: RetryPolicy,
  signal: AbortSignal,
): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      const asked = error instanceof OpenAI.APIError ? retryAfter(error.headers, today) : undefined;
      if (asked !== undefined && asked > longest) throw error;
      // Random, so that clients that were refused together do not come back together.
      const ms = Math.round(asked === undefined ? pause * (0.5 + random()) : asked + 500 * random());
      onWait(ms, asked !== undefined);
      await wait(ms, signal);
      signal.throwIfAborted();
    }
  }
  return await attempt();
}

/** No answer at all, 429 and 5xx. */
function isPassing(error: unknown): boolean {
  if (error instanceof OpenAI.APIUserAbortError || !(error instanceof OpenAI.APIError)) return false;
  if (error instanceof OpenAI.APIConnectionError) return true;
  if (error.headers?.get("x-should-retry") === "false" || isConfiguration(error.message)) return false;
  return error.status === 429 || error.status >= 500;
}

/** Whether an endpoint sends a 500 because of its configuration: it would send it again. */
export function isConfiguration(message: string): boolean {
  return /--jinja|enable-auto-tool-choice|tool-call-parser/.test(message);
}

/**
 * The pause in milliseconds that `retry-after-ms` or else `Retry-After` (RFC 9110 §10.2.3) asks for, or `undefined`.
 *
 * @param today as in {@linkcode RetryPolicy}
 */
export function retryAfter(headers: Headers | undefined, today: () => number): number | undefined {
  const exact = headers?.get("retry-after-ms") ?? "";
  if (/^\d+(\.\d+)?$/.test(exact)) return Number(exact);
  const given = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1000;
  const date = /\d:\d/.test(given) ? Date.parse(given) : NaN;
  // By the endpoint's own clock if it sends a `Date`: ours may differ.
  const now = Date.parse(headers?.get("date") ?? "") || today();
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
