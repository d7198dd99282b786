/**
 * Asks an endpoint again when it may have failed only for a moment.
 *
 * @module
 */
import { UserError } from "../../../cli/errors.ts";
import type { Wait } from "../../../lib/time.ts";
import { EndpointError, isPassing, reportedBy } from "./failure_kind.ts";
import { ApiError, ConnectionError } from "./http_error.ts";
import { pauseOf } from "./retry_after.ts";

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
  /** Called before each pause, with what the attempt threw; `isAsked` if the endpoint has asked for the pause. */
  readonly onWait: (ms: number, isAsked: boolean, error: unknown) => void;
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
      if (signal.aborted || !mayPass(error)) throw error;
      const asked = error instanceof ApiError ? pauseOf(error, today) : undefined;
      if (asked !== undefined && asked > longest) throw error;
      // Random, so that clients that were refused together do not come back together.
      const ms = Math.round(asked === undefined ? pause * (0.5 + random()) : asked + 500 * random());
      onWait(ms, asked !== undefined, error);
      await wait(ms, signal);
      signal.throwIfAborted();
    }
  }
  return await attempt();
}

/** The connection did not fail: we refused what came. */
function isOurs(cause: unknown): boolean {
  return cause instanceof UserError || cause instanceof EndpointError;
}

/** No answer at all, 429 and 5xx, unless the endpoint says that it will not pass. */
function mayPass(error: unknown): boolean {
  if (error instanceof ConnectionError) return !isOurs(error.cause);
  if (!(error instanceof ApiError)) return false;
  if (error.headers.get("x-should-retry") === "false") return false;
  const answer = reportedBy(error);
  return answer !== undefined && isPassing(answer);
}
