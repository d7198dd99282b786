/**
 * Tries again while a server restarts.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { Wait } from "../../lib/time.ts";
import { NO_ANSWER_STATUSES } from "./request_outcome.ts";

/** Milliseconds before each further attempt. */
const RETRY_MS = [100, 200, 400, 800, 1_600, 3_200];

/**
 * Repeats `attempt`, after longer and longer pauses, as long as the server may be about to come back: it is
 * unreachable or silent, or a proxy answers in its place. At most seven attempts in about six seconds.
 *
 * @throws what the last attempt throws, or the signal's reason
 */
export async function withBackoff<T>(
  attempt: () => Promise<T>,
  wait: Wait,
  signal: AbortSignal,
): Promise<T> {
  for (const ms of RETRY_MS) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!isDown(error)) throw error;
      await wait(ms, signal);
    }
  }
  return await attempt();
}

function isDown(error: unknown): boolean {
  if (!(error instanceof UserError)) return false;
  return ["mcp_unreachable", "mcp_silent"].includes(error.code) ||
    NO_ANSWER_STATUSES.includes(Number(error.data.status));
}
