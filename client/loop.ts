/** The host's loop: a model asks for tools, the tools answer, until the model answers in words. */
import { UserError } from "../cli/errors.ts";
import type { Model, ModelCall, ModelMessage, ModelTool } from "./model/model.ts";

export interface LoopOptions {
  readonly model: Model;
  /** As they are now: asked before each question to the model. */
  readonly listTools: () => Promise<readonly ModelTool[]>;
  /** Runs one call and resolves with the text for the model; an expected failure is a text too. */
  readonly callTool: (call: ModelCall, args: Record<string, unknown>) => Promise<string>;
  readonly question: string;
  /** How often the model may be asked. */
  readonly maxSteps: number;
  /** Told of the answer as it comes. */
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly text: string;
  /** How often the model was asked. */
  readonly steps: number;
  /** The answer ended at the model's length limit. */
  readonly isCut: boolean;
}

export async function runLoop(options: LoopOptions): Promise<Answer> {
  const { model, listTools, callTool, question, maxSteps, onText, signal } = options;
  const messages: ModelMessage[] = [{ role: "user", content: question }];
  for (let step = 1; step <= maxSteps; step++) {
    const tools = await listTools();
    const { text, calls, isCut } = await model({ messages, tools, onText, signal });
    if (calls.length === 0) return { text, steps: step, isCut };
    // Nobody would read the results.
    if (step === maxSteps) break;
    // What was said before the calls is no part of the answer that follows.
    if (text) onText("\n");
    messages.push({ role: "assistant", content: text, calls });
    const results = await runCalls(calls, callTool);
    calls.forEach(({ id }, index) => messages.push({ role: "tool", callId: id, content: results[index]! }));
  }
  throw new UserError("max_steps", { steps: String(maxSteps) });
}

/** How many calls of one turn run at once. */
const PARALLEL = 8;

/** The results in the order of the calls. */
async function runCalls(calls: readonly ModelCall[], callTool: LoopOptions["callTool"]): Promise<string[]> {
  const results: string[] = [];
  for (let start = 0; start < calls.length; start += PARALLEL) {
    const running = calls.slice(start, start + PARALLEL).map((call) => {
      const read = call.arguments;
      return "ok" in read ? callTool(call, read.ok) : `Error: ${read.problem}. The tool was not run.`;
    });
    results.push(...await Promise.all(running));
  }
  return results;
}
