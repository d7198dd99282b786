/** Decides, once and at the door, which era a request to `/mcp` belongs to. */
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import { answerableId, REFUSED, rpcError, UNSUPPORTED_PROTOCOL_VERSION } from "./json_rpc.ts";
import { LEGACY_REVISIONS, MODERN_REVISIONS, REVISIONS } from "./revisions.ts";

/**
 * The era that serves the request, or the refusal where no era of ours does.
 *
 * @param body the parsed body; `undefined` for GET and DELETE
 */
export function classify(request: Request, body: unknown): "2025" | "2026" | Response {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const revision = header("mcp-protocol-version");
  if (request.method !== "POST" && revision && MODERN_REVISIONS.includes(revision)) {
    const message = "The stateless era knows POST alone.";
    return rpcError(405, REFUSED, message, { headers: { Allow: "POST" } });
  }
  const outcome = classifyInboundRequest({
    httpMethod: request.method,
    ...optional("protocolVersionHeader", revision),
    ...optional("mcpMethodHeader", header("mcp-method")),
    ...optional("mcpNameHeader", header("mcp-name")),
    ...optional("body", body),
  });
  const unsupported = (requested: string) =>
    rpcError(400, UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version", {
      ...answerableId(request, body),
      data: { supported: REVISIONS, requested },
    });
  switch (outcome.kind) {
    case "legacy":
      return revision && !LEGACY_REVISIONS.includes(revision) ? unsupported(revision) : "2025";
    case "modern": {
      const claimed = outcome.classification.revision;
      return claimed && !MODERN_REVISIONS.includes(claimed) ? unsupported(claimed) : "2026";
    }
    case "reject":
      // The SDK's handler classifies by the same code and words the refusal.
      return "2026";
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : { [key]: value } as { [P in K]: V };
}
