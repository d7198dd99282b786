/** What is answered without a key, and where nothing is. */
import { REFUSED, rpcError } from "./json_rpc.ts";
import { REVISIONS } from "./revisions.ts";

const NO_STORE = { "Cache-Control": "no-store" };

export function healthPage(): Response {
  return Response.json({ status: "ok" }, { headers: NO_STORE });
}

/** mcp-remote shows this text to its user when a 401 made it try OAuth. */
export function noRegistration(): Response {
  const error_description = "This server uses static API keys, not OAuth. Send: Authorization: Bearer <key>";
  return Response.json({ error: "invalid_client_metadata", error_description }, {
    status: 400,
    headers: NO_STORE,
  });
}

export function serverPage(version: string): Response {
  const endpoints = { "2026-07-28": "/mcp", "2025": "/mcp", "2024-11-05": "/sse", health: "/healthz" };
  return Response.json({ name: "mcpdemo", version, eras: REVISIONS, endpoints }, { headers: NO_STORE });
}

export function noSuchPage(): Response {
  const message = "Nothing is here. MCP is at /mcp, and at /sse for HTTP+SSE.";
  return Response.json({ error: "not_found", message }, { status: 404, headers: NO_STORE });
}

export function wrongMethod(allowed: string): Response {
  return rpcError(405, REFUSED, `This path takes ${allowed}.`, { headers: { Allow: allowed } });
}
