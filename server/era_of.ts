/**
 * The era of a request, for logs and numbers.
 *
 * @module
 */
import type { Head } from "../lib/head.ts";
import { pathOf } from "./path.ts";

/**
 * By its path and its headers alone, since a refused request's body is not read: `2024`, `2025`, `2026`, or `none`
 * for whatever is not MCP.
 */
export function eraOf(head: Head): "2024" | "2025" | "2026" | "none" {
  const path = pathOf(head);
  if (path === "/sse" || path === "/messages") return "2024";
  if (path !== "/mcp") return "none";
  if (head.headers.get("mcp-session-id") !== null) return "2025";
  const revision = head.headers.get("mcp-protocol-version");
  return revision !== null && revision >= "2026" ? "2026" : "2025";
}
