/** Lists and calls the tools of a server, with its failures made ours. */
import { type CallToolResult, ProtocolError, type Tool } from "@modelcontextprotocol/client";
import { UserError } from "../cli/errors.ts";
import { errorText } from "../cli/error_text.ts";
import { oneLine } from "../cli/terminal.ts";
import type { Connection } from "./connect.ts";
import { resultText } from "./tool_result.ts";

export async function listTools({ client, url }: Connection, signal: AbortSignal): Promise<Tool[]> {
  try {
    return (await client.listTools(undefined, { signal })).tools;
  } catch (error) {
    signal.throwIfAborted();
    throw mcpError(error, url);
  }
}

/** The run's own deadline ends a call: the SDK's must not come first. */
const CALL_MS = 24 * 3600 * 1000;

/** A JSON-RPC error is the model's to read: it may have named a tool or an argument wrongly. */
export async function callTool(
  { client, url }: Connection,
  name: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
): Promise<string> {
  try {
    const result = await client.callTool({ name, arguments: args }, { signal, timeout: CALL_MS });
    return resultText(result as CallToolResult);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProtocolError) return `Error: ${error.message}`;
    throw mcpError(error, url);
  }
}

function mcpError(error: unknown, url: URL): UserError {
  if (error instanceof UserError) return error;
  return new UserError("mcp_error", { url: url.href, detail: oneLine(errorText(error)) }, { cause: error });
}
