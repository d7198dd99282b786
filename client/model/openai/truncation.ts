/**
 * Recognizes a prompt that the endpoint has cut silently, as Ollama does at the length of its context. Pure.
 *
 * @module
 */
import type { ModelMessage } from "../model.ts";

/** What was asked, and how many tokens the endpoint says that it has read. */
export interface Measured {
  /** Words in the conversation. */
  readonly words: number;
  /** Tokens as the endpoint counts them. */
  readonly promptTokens: number;
}

/** Counts the words of a conversation. */
export function measure(messages: readonly ModelMessage[], promptTokens: number): Measured {
  return { words: messages.reduce((sum, { content }) => sum + wordsIn(content), 0), promptTokens };
}

/**
 * Whether the endpoint has read fewer tokens than the prompt can have: no tokenizer in use joins words across
 * spaces, so that there are at least as many tokens as words. Or whether it has read less than half as many as
 * before although the prompt has grown. `false` if the endpoint does not count.
 */
export function isTruncated({ words, promptTokens }: Measured, before: Measured | undefined): boolean {
  if (promptTokens <= 0) return false;
  const shrank = before !== undefined && words >= before.words && promptTokens < before.promptTokens / 2;
  return promptTokens < words || shrank;
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}
