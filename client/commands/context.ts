/**
 * What a client's command gets from the process that runs it.
 *
 * Every room of `client/` declares what it needs of it; this is the sum.
 *
 * @module
 */
import type { Lines } from "../../cli/lines.ts";
import type { Prompt } from "../../cli/prompt.ts";
import type { RunContext } from "../run/run.ts";
import type { DeadlineContext } from "../limits/deadline.ts";

/** The process, as a command sees it. */
export interface ClientContext extends RunContext, DeadlineContext {
  /** The whole of stdin, or `undefined` if it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  /** The lines of stdin if it is not a terminal. */
  readonly pipedLines: Pick<Lines, "read">;
  /** Reads questions with line editing and a history; `undefined` without a terminal. */
  readonly openPrompt: ((completions: readonly string[]) => Promise<Prompt>) | undefined;
  /** Makes the next Ctrl-C count as the first one again. */
  readonly rearm: () => void;
  /** Shows a failure after which the command goes on. */
  readonly report: (error: unknown) => Promise<unknown>;
}
