/**
 * Streamable HTTP without sessions: MCP 2026-07-28 (`basic/transports/streamable-http`).
 *
 * Every request carries its revision, its client and its capabilities, and is served by itself.
 */
import { createMcpHandler, type McpHttpHandler, type McpServer } from "@modelcontextprotocol/server";
import type { Limits } from "../limits.ts";

export function createStateless2026(
  limits: Limits,
  newServer: () => McpServer,
  onRefused: (error: unknown) => void,
): McpHttpHandler {
  return createMcpHandler(newServer, {
    legacy: "reject",
    keepAliveMs: limits.keepAliveMs,
    onerror: onRefused,
  });
}
