/** The host's loop: a model asks for tools, the tools answer, until the model answers in words. */
import { UserError } from "../../cli/errors.ts";
import type { Model, ModelCall, ModelMessage, ModelTool, Usage } from "../model/model.ts";

export interface LoopOptions {
  readonly model: Model;
  /** As they are now: asked before each question to the model. */
  readonly listTools: () => Promise<readonly ModelTool[]>;
  /** Runs one call and resolves with the text for the model; an expected failure is a text too. */
  readonly callTool: (call: ModelCall) => Promise<string>;
  /** The conversation so far, the question last. What follows is added to it. */
  readonly messages: ModelMessage[];
  /** How often the model may be asked. */
  readonly maxSteps: number;
  /** Told of the answer as it comes. */
  readonly onText: (text: string) => void;
  /** Told of the model's reasoning as it comes. */
  readonly onReasoning: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly text: string;
  /** How often the model was asked. */
  readonly rounds: number;
  /** The answer ended at the model's length limit. */
  readonly isCut: boolean;
  /** Of all rounds together. */
  readonly usage?: Usage;
  readonly backend?: unknown;
}

export async function runLoop(options: LoopOptions): Promise<Answer> {
  const { model, listTools, callTool, messages, maxSteps, onText, onReasoning, signal } = options;
  let usage: Usage | undefined;
  for (let round = 1; round <= maxSteps; round++) {
    const tools = await listTools();
    const turn = await model({ messages, tools, onText, onReasoning, signal });
    const { text, calls, isCut, reasoning, backend } = turn;
    if (turn.usage) usage = addUsage(usage, turn.usage);
    messages.push({ role: "assistant", content: text, calls, ...(reasoning ? { reasoning } : {}) });
    if (calls.length === 0) {
      return { text, rounds: round, isCut, ...(usage ? { usage } : {}), ...(backend ? { backend } : {}) };
    }
    // Nobody would read the results.
    if (round === maxSteps) break;
    // What was said before the calls is no part of the answer that follows.
    if (text) onText("\n");
    const results = await runCalls(calls, callTool);
    calls.forEach(({ id }, index) => messages.push({ role: "tool", callId: id, content: results[index]! }));
  }
  throw new UserError("max_steps", { steps: String(maxSteps) });
}

export function addUsage(before: Usage | undefined, usage: Usage): Usage {
  if (!before) return usage;
  return {
    promptTokens: before.promptTokens + usage.promptTokens,
    completionTokens: before.completionTokens + usage.completionTokens,
    totalTokens: before.totalTokens + usage.totalTokens,
  };
}

/** How many calls of one turn run at once. */
const PARALLEL = 8;

/** The results in the order of the calls. */
async function runCalls(calls: readonly ModelCall[], callTool: LoopOptions["callTool"]): Promise<string[]> {
  const results: string[] = [];
  for (let start = 0; start < calls.length; start += PARALLEL) {
    results.push(...await Promise.all(calls.slice(start, start + PARALLEL).map(callTool)));
  }
  return results;
}
