/**
 * The time that a command may take.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { abortAfter, type TimeLimit } from "../../lib/time.ts";

/**
 * Aborts with the error to show when the time is over, or with the reason of `interrupted`.
 *
 * @param seconds as in `--timeout`
 */
export function startDeadline(seconds: number, interrupted: AbortSignal): TimeLimit {
  return abortAfter(
    seconds * 1000,
    () => new UserError("timeout", { seconds: String(seconds) }),
    interrupted,
  );
}
