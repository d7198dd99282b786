/**
 * What a tool answers, in the form of the protocol.
 *
 * @module
 */
import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Tool, ToolAnswer } from "../features/tools/tool.ts";

/** The result of a call that has ended (MCP 2026-07-28 `server/tools`, CallToolResult). */
export function toolResult(answer: ToolAnswer<Record<string, unknown>>): CallToolResult {
  if ("error" in answer) return failedResult(answer.error);
  return { content: [{ type: "text", text: answer.text }], structuredContent: answer.structured };
}

/** The result of a call that failed; the model reads the text. */
export function failedResult(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

/** The result of a call whose tool threw: a bug of ours, which the client need not see. */
export function brokenResult({ name }: Tool): CallToolResult {
  return failedResult(`${name} failed on the server's side.`);
}
