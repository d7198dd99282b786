/**
 * The contract of a prompt, free of any SDK (MCP `server/prompts`).
 *
 * @module
 */

/** An argument of a prompt. */
export interface PromptArgument {
  /** For people. */
  readonly description: string;
  /** Whether the prompt needs it. */
  readonly required: boolean;
  /** The values that fit what was typed so far. */
  readonly complete?: (typed: string) => string[];
}

/** A prompt: a message that the user may choose to send, with places to fill. */
export interface Prompt {
  /** Unique on the server. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For people. */
  readonly description: string;
  /** The arguments, by name. */
  readonly arguments: Readonly<Record<string, PromptArgument>>;
  /** The message, in the user's role. */
  render(values: Readonly<Record<string, string | undefined>>): string;
}
