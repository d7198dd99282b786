/**
 * Makes the SDK's server from the features: a server for one session, or for one request of 2026.
 *
 * @module
 */
import { McpServer } from "@modelcontextprotocol/server";
import type { McpServerOptions } from "./mcp_server_options.ts";
import { registerPrompt } from "./register_prompt.ts";
import { registerResource, serveSubscriptions } from "./register_resource.ts";
import { registerTool } from "./register_tool.ts";
import { LEGACY_REVISIONS, MODERN_REVISIONS } from "./revisions.ts";

/** The lists never change while the server runs. */
const LIST_HINT = { ttlMs: 3_600_000, cacheScope: "public" } as const;

/**
 * `serverInfo` of every answer (MCP 2026-07-28 `basic`, Implementation). Without a `title`, clients show the name.
 */
export function serverInfo(version: string): { name: string; version: string } {
  return { name: "mcpdemo", version };
}

/** Makes a server that offers every feature. */
export function createMcpServer(options: McpServerOptions): McpServer {
  const server = new McpServer(
    serverInfo(options.version),
    {
      supportedProtocolVersions: [...LEGACY_REVISIONS, ...MODERN_REVISIONS],
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false, subscribe: true },
      },
      requestState: { verify: options.stateCodec.verify },
      cacheHints: {
        "tools/list": LIST_HINT,
        "prompts/list": LIST_HINT,
        "resources/list": LIST_HINT,
        "resources/templates/list": LIST_HINT,
        "server/discover": LIST_HINT,
      },
    },
  );
  for (const tool of options.tools) registerTool(server, tool, options);
  for (const resource of options.resources) registerResource(server, resource, options);
  for (const prompt of options.prompts) registerPrompt(server, prompt);
  serveSubscriptions(server, options.ticker, options.findResource);
  return server;
}
