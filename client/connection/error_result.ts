/**
 * Failures of the client as results of tool calls.
 *
 * @module
 */
import type { CallToolResult } from "@modelcontextprotocol/client";

/**
 * A failure on our side, in the form of a server's own: a result with `isError` (MCP 2026-07-28,
 * `server/tools`, Error Handling), so that the model reads it and can react.
 *
 * @param text a sentence for the model
 */
export function errorResult(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

const unanswered = new WeakSet<CallToolResult>();

/** The same for a call that the server did not answer. */
export function unansweredResult(text: string): CallToolResult {
  const result = errorResult(text);
  unanswered.add(result);
  return result;
}

/** Whether a result stands for an answer that did not come. */
export function isUnanswered(result: CallToolResult): boolean {
  return unanswered.has(result);
}
