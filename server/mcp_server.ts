/** Makes the SDK's server from the features: the one place where a tool meets the SDK. */
import { type CallToolResult, McpServer } from "@modelcontextprotocol/server";
import type { Tool } from "../features/tools/tool.ts";
import type { Calls } from "./calls.ts";
import { LEGACY_REVISIONS, MODERN_REVISIONS } from "./revisions.ts";

export interface McpServerOptions {
  readonly version: string;
  readonly tools: readonly Tool[];
  /** What tools take for "now" and "here". */
  readonly now: () => Temporal.Instant;
  readonly timeZone: string;
  readonly calls: Calls;
  /** Told of what a tool throws: a bug of ours, which the client need not see. */
  readonly onBug: (error: unknown) => void;
}

/** A server for one session, or in 2026 for one request. */
export function createMcpServer(options: McpServerOptions): McpServer {
  const server = new McpServer(
    { name: "mcpdemo", title: "mcpdemo", version: options.version },
    { supportedProtocolVersions: [...LEGACY_REVISIONS, ...MODERN_REVISIONS] },
  );
  for (const tool of options.tools) {
    const { name, title, description, inputSchema, outputSchema, annotations } = tool;
    server.registerTool(
      name,
      { title, description, inputSchema, outputSchema, annotations },
      (args, { mcpReq }) => options.calls.run(() => runTool(tool, args, mcpReq.signal, options)),
    );
  }
  return server;
}

async function runTool(
  tool: Tool,
  args: Record<string, unknown>,
  signal: AbortSignal,
  { now, timeZone, onBug }: McpServerOptions,
): Promise<CallToolResult> {
  try {
    const output = await tool.run(args, { now, timeZone, signal });
    if ("error" in output) return { isError: true, content: [{ type: "text", text: output.error }] };
    return { content: [{ type: "text", text: output.text }], structuredContent: output.structured };
  } catch (error) {
    onBug(error);
    return { isError: true, content: [{ type: "text", text: `${tool.name} failed on the server's side.` }] };
  }
}
