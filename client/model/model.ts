/**
 * A model as the host sees it: it gets a conversation and tools, and answers with text or tool calls.
 *
 * @module
 */
import type { Interruption } from "./stream/ending.ts";

/** A tool as the model sees it (chat completions, `tools[].function`). */
export interface ModelTool {
  /** Matches `[A-Za-z0-9_-]{1,64}`. */
  readonly name: string;
  /** What the tool does. */
  readonly description: string;
  /** The JSON Schema of the arguments, an object. */
  readonly parameters: Record<string, unknown>;
}

/** A tool call that the model makes. */
export interface ModelCall {
  /** Unique in a turn; the result refers to it. */
  readonly id: string;
  /** The name of the tool, as in {@linkcode ModelTool}. */
  readonly name: string;
  /** The arguments, or why they cannot be read. Then the call is not run, and the model reads the problem. */
  readonly arguments: { readonly ok: Record<string, unknown> } | { readonly problem: string };
  /** The arguments as the model wrote them. */
  readonly written: string;
}

/** A message of a conversation (chat completions, `messages`). */
export type ModelMessage =
  | { readonly role: "user"; readonly content: string }
  | {
    readonly role: "assistant";
    readonly content: string;
    readonly calls: readonly ModelCall[];
    /** Some endpoints require it back together with the results of the calls. */
    readonly reasoning?: string;
  }
  | { readonly role: "tool"; readonly callId: string; readonly content: string };

/** How many tokens were used, as the endpoint counts them. */
export interface Usage {
  /** Tokens of the conversation and the tools. */
  readonly promptTokens: number;
  /** Tokens of the reply. */
  readonly completionTokens: number;
  /** Both together, if the endpoint does not count otherwise. */
  readonly totalTokens: number;
}

/** The sum of two usages. */
export function addUsage(before: Usage | undefined, usage: Usage): Usage {
  if (!before) return usage;
  return {
    promptTokens: before.promptTokens + usage.promptTokens,
    completionTokens: before.completionTokens + usage.completionTokens,
    totalTokens: before.totalTokens + usage.totalTokens,
  };
}

/** A reply of the model. */
export interface Turn {
  /** The text, in Markdown as a rule; it may be empty if there are calls. */
  readonly text: string;
  /** The tool calls to run before the model is asked again. */
  readonly calls: readonly ModelCall[];
  /** Whether the reply is not whole: cut at its length limit, or interrupted. */
  readonly isCut: boolean;
  /** What interrupted it; absent if it is whole, or cut at its length limit. */
  readonly interruption?: Interruption;
  /** What the model has thought, if the endpoint sends it. */
  readonly reasoning?: string;
  /** The tokens of this turn, if the endpoint reports them. */
  readonly usage?: Usage;
  /** What the endpoint reports about itself, in its own form. */
  readonly backend?: unknown;
}

/** What the model is asked. */
export interface Question {
  /** The conversation. */
  readonly messages: readonly ModelMessage[];
  /** The tools that the model may call. */
  readonly tools: readonly ModelTool[];
  /** Called with each piece of the text as it comes. */
  readonly onText: (text: string) => void;
  /** Called with each piece of the reasoning as it comes. */
  readonly onReasoning: (text: string) => void;
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** Asks the model. Rejects with a `UserError` when the endpoint fails, or with the reason of the signal. */
export type Model = (question: Question) => Promise<Turn>;
