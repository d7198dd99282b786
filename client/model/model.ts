/** What the loop knows of a model: a conversation and tools in, words or tool calls out. */

/** A tool as the model sees it (chat completions, `tools[].function`). */
export interface ModelTool {
  /** `[A-Za-z0-9_-]{1,64}` */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>;
}

export interface ModelCall {
  readonly id: string;
  readonly name: string;
  /** The arguments, or why they cannot be read: then the call is not run, and the model is told. */
  readonly arguments: { readonly ok: Record<string, unknown> } | { readonly problem: string };
  /** The arguments as the model wrote them. */
  readonly written: string;
}

export type ModelMessage =
  | { readonly role: "user"; readonly content: string }
  | {
    readonly role: "assistant";
    readonly content: string;
    readonly calls: readonly ModelCall[];
    /** Some endpoints want it back with the results of the calls. */
    readonly reasoning?: string;
  }
  | { readonly role: "tool"; readonly callId: string; readonly content: string };

/** In tokens, as the endpoint counts them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
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

export interface Turn {
  readonly text: string;
  readonly calls: readonly ModelCall[];
  /** The reply ended at its length limit. */
  readonly isCut: boolean;
  readonly reasoning?: string;
  readonly usage?: Usage;
  /** What the endpoint says about itself. */
  readonly backend?: unknown;
}

export interface Question {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** Told of the text as it comes. */
  readonly onText: (text: string) => void;
  /** Told of the reasoning as it comes. */
  readonly onReasoning: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Throws a `UserError` where the endpoint fails. */
export type Model = (question: Question) => Promise<Turn>;
