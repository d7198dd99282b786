/**
 * The time that a command may take.
 *
 * @module
 */
import { shownUrl, UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { abortAfter, type TimeLimit } from "../../lib/time.ts";
import type { AwaitedAnswer } from "./watch_requests.ts";

/** What a deadline needs from the process. */
export interface DeadlineContext {
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  /** The answer that the command is waiting for, if it is. */
  readonly awaited: () => AwaitedAnswer | undefined;
}

/**
 * Aborts with the error to show when the time is over, which names what was waited for, or with the reason of
 * `interrupted`.
 *
 * @param seconds as in `--timeout`
 */
export function startDeadline(seconds: number, { interrupted, awaited }: DeadlineContext): TimeLimit {
  const tooLate = () => new UserError("timeout", { seconds: String(seconds), ...described(awaited()) });
  return abortAfter(seconds * 1000, tooLate, interrupted);
}

function described(answer: AwaitedAnswer | undefined): Readonly<Record<string, string>> {
  if (!answer) return {};
  const { url, method, state, status, headersMs = 0, waitedMs } = answer;
  return {
    url: shownUrl(url),
    method: oneLine(method, 100),
    state,
    status: String(status),
    headers: inSeconds(headersMs),
    waited: inSeconds(waitedMs),
  };
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
