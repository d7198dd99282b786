/**
 * The tool calls of one turn.
 *
 * @module
 */
import type { ModelCall, ModelMessage } from "../model/model.ts";

/** How many tool calls of one message are run. Honest models make a handful. */
export const CALLS = 64;

/** How many calls run at the same time. */
const PARALLEL = 8;

/**
 * Runs calls next to each other, and returns their results in the order of the calls. Only the first
 * {@linkcode CALLS} are run; the model reads that in the results of the others, which endpoints require.
 *
 * @param run runs one call and resolves with its result, as text for the model
 * @throws what `run` throws
 */
export async function runCalls(
  calls: readonly ModelCall[],
  run: (call: ModelCall) => Promise<string>,
): Promise<ModelMessage[]> {
  const results: ModelMessage[] = [];
  const runOne = async (call: ModelCall): Promise<ModelMessage> => {
    return { role: "tool", callId: call.id, content: await run(call) };
  };
  const allowed = calls.slice(0, CALLS);
  for (let start = 0; start < allowed.length; start += PARALLEL) {
    results.push(...await Promise.all(allowed.slice(start, start + PARALLEL).map(runOne)));
  }
  const skipped = calls.slice(CALLS).map(({ id }) => ({
    role: "tool" as const,
    callId: id,
    content: SKIPPED,
  }));
  return [...results, ...skipped];
}

const SKIPPED = `Error: this call was not run, since a message may contain at most ${CALLS} tool calls.`;
