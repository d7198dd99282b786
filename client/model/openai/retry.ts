/** Asks an endpoint again where it may do better in a moment. */
import OpenAI from "openai";
import type { Wait } from "../../../lib/time.ts";

export interface RetryPolicy {
  readonly wait: Wait;
  /** From 0 on, below 1. */
  readonly random: () => number;
  /** The time of day, in milliseconds since 1970: `Retry-After` may be a date. */
  readonly today: () => number;
  /** What is asked for beyond that is not waited for. In milliseconds. */
  readonly longest: number;
  /** Told before each pause. */
  readonly onWait: (ms: number, isAsked: boolean) => void;
}

/** Milliseconds before each further attempt, where the endpoint does not say. */
const PAUSES = [500, 1_500];

/**
 * @param attempt must not have handed on anything when it fails
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
      // Jitter, so that those who were refused together do not come back together.
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

/** What an endpoint refuses with a 500 although it would refuse it for ever. */
export function isConfiguration(message: string): boolean {
  return /--jinja|enable-auto-tool-choice|tool-call-parser/.test(message);
}

/** Milliseconds by `Retry-After` (RFC 9110 §10.2.3): seconds or a date; by `retry-after-ms` before it. */
export function retryAfter(headers: Headers | undefined, today: () => number): number | undefined {
  const exact = headers?.get("retry-after-ms") ?? "";
  if (/^\d+(\.\d+)?$/.test(exact)) return Number(exact);
  const given = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1000;
  const date = /\d:\d/.test(given) ? Date.parse(given) : NaN;
  // By the endpoint's own clock where it tells it: ours may differ.
  const now = Date.parse(headers?.get("date") ?? "") || today();
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
