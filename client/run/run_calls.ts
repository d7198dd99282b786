/**
 * The tool calls of one turn.
 *
 * @module
 */
import type { ModelCall, ModelMessage } from "../model/model.ts";

/** How many calls run at the same time. */
const PARALLEL = 8;

/**
 * Runs calls next to each other, and returns their results in the order of the calls.
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
  for (let start = 0; start < calls.length; start += PARALLEL) {
    results.push(...await Promise.all(calls.slice(start, start + PARALLEL).map(runOne)));
  }
  return results;
}
