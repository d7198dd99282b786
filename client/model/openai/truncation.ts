/** Tells a prompt that the endpoint has cut without a word (Ollama does, at its context's length). Pure. */
import type { ModelMessage } from "../model.ts";

/** What was asked, and how many tokens the endpoint says that it has read. */
export interface Measured {
  readonly words: number;
  readonly promptTokens: number;
}

export function measure(messages: readonly ModelMessage[], promptTokens: number): Measured {
  return { words: messages.reduce((sum, { content }) => sum + wordsIn(content), 0), promptTokens };
}

/**
 * Whether fewer tokens were read than the prompt can have: no tokenizer in use joins words across blanks, so
 * there are as many tokens as words at the least. Or, of a prompt that has grown, less than half of what was
 * read of it before. An endpoint that counts nothing says nothing.
 */
export function isTruncated({ words, promptTokens }: Measured, before: Measured | undefined): boolean {
  if (promptTokens <= 0) return false;
  const shrank = before !== undefined && words >= before.words && promptTokens < before.promptTokens / 2;
  return promptTokens < words || shrank;
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}
