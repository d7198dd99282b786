/** Patience with a server that restarts. */
import { UserError } from "../../cli/errors.ts";
import { NO_ANSWER_STATUSES } from "./request_outcome.ts";
import type { Wait } from "../../lib/time.ts";

/** Milliseconds before each further attempt. */
const RETRY_MS = [100, 200, 400, 800, 1_600, 3_200];

/** Attempts again, later each time, for as long as the server may be there in a moment. */
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
