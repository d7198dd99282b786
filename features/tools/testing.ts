/**
 * A context for trying a tool without a server.
 *
 * @module
 */
import type { ToolContext } from "./tool.ts";

/** A context with the clock fixed at `instant`, no user to answer, and waits that take no time. */
export function toolContext(instant: string, changes: Partial<ToolContext> = {}): ToolContext {
  return {
    now: () => Date.parse(instant),
    timeZone: "Europe/Paris",
    signal: new AbortController().signal,
    sleep: () => Promise.resolve(),
    progress: () => Promise.resolve(),
    answer: undefined,
    state: undefined,
    ...changes,
  };
}
