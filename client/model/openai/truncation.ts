/**
 * Recognizes by the tokens that an endpoint counts that it has not read the whole prompt: Ollama cuts it silently at
 * the length of its context, and a chat template that does not know tools leaves them out. Pure.
 *
 * @module
 */
import { asObject } from "../../../lib/json.ts";
import type { ModelMessage, ModelTool } from "../model.ts";

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

/**
 * Whether the endpoint has read the conversation and not the tools: besides the words of the conversation, there are
 * fewer tokens than half of the words in the tools. Templates that show the tools need several times as many. `false`
 * if the endpoint does not count, or if the tools are too short to tell.
 */
export function areToolsDropped({ words, promptTokens }: Measured, tools: readonly ModelTool[]): boolean {
  if (promptTokens <= 0) return false;
  const needed = tools.reduce((sum, tool) => sum + wordsInTool(tool), 0) / 2;
  return needed >= FEWEST && promptTokens < words + needed;
}

/** With fewer words of tools than this, the template's own tokens are as many. */
const FEWEST = 20;

/** The words that every form of a tool has: its name, what it does, its arguments, and what they mean. */
function wordsInTool({ name, description, parameters }: ModelTool): number {
  const properties = Object.entries(asObject(parameters.properties));
  const texts = properties.flatMap(([key, schema]) => [key, asObject(schema).description]);
  return [name, description, ...texts].reduce<number>(
    (sum, text) => sum + (typeof text === "string" ? wordsIn(text) : 0),
    0,
  );
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}
