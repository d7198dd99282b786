/**
 * Makes the SDK's server from the features: a server for one session, or for one request of 2026.
 *
 * @module
 */
import { McpServer } from "@modelcontextprotocol/server";
import type { ToolAccess } from "../auth/keys.ts";
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

/**
 * Makes a server that offers every feature.
 *
 * @param access what its client may do with tools, if that is not everything
 */
export function createMcpServer(options: McpServerOptions, access?: ToolAccess): McpServer {
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
        // A cache that clients share would show one client the tools of another.
        "tools/list": access ? { ...LIST_HINT, cacheScope: "private" } : LIST_HINT,
        "prompts/list": LIST_HINT,
        "resources/list": LIST_HINT,
        "resources/templates/list": LIST_HINT,
        "server/discover": LIST_HINT,
      },
    },
  );
  for (const tool of options.tools) {
    if (access?.tools?.includes(tool.name) ?? true) registerTool(server, tool, options, access);
  }
  if (access && !access.mayList) server.server.setRequestHandler("tools/list", () => ({ tools: [] }));
  for (const resource of options.resources) registerResource(server, resource, options);
  for (const prompt of options.prompts) registerPrompt(server, prompt);
  serveSubscriptions(server, options.ticker, options.findResource);
  return server;
}
