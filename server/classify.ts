/**
 * Decides, once and on arrival, which era a request to `/mcp` belongs to.
 *
 * @module
 */
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import { asObject } from "../lib/json.ts";
import {
  answerableId,
  INVALID_REQUEST,
  REFUSED,
  rpcError,
  UNSUPPORTED_PROTOCOL_VERSION,
} from "./json_rpc.ts";
import { LEGACY_REVISIONS, MODERN_REVISIONS, REVISIONS } from "./revisions.ts";

/**
 * The era that serves the request, or the refusal if none does.
 *
 * @param body the parsed body; `undefined` for GET and DELETE
 * @param revisions those that this server supports
 */
export function classify(
  request: Request,
  body: unknown,
  revisions: readonly string[] = REVISIONS,
): "2025" | "2026" | Response {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const revision = header("mcp-protocol-version");
  if (request.method !== "POST" && revision && MODERN_REVISIONS.includes(revision)) {
    const message = "The stateless revisions take only POST.";
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
      data: { supported: revisions, requested },
    });
  switch (outcome.kind) {
    case "legacy":
      if (revision && MODERN_REVISIONS.includes(revision)) {
        return outcome.reason === "response" || outcome.reason === "batch"
          ? rpcError(400, INVALID_REQUEST, NOT_MODERN[outcome.reason], answerableId(request, body))
          : "2026";
      }
      if (!LEGACY_REVISIONS.some((each) => revisions.includes(each))) {
        return unsupported(revision ?? initialRevision(body));
      }
      return revision && !LEGACY_REVISIONS.includes(revision) ? unsupported(revision) : "2025";
    case "modern": {
      const claimed = outcome.classification.revision;
      return claimed && !MODERN_REVISIONS.includes(claimed) ? unsupported(claimed) : "2026";
    }
    case "reject":
      // The SDK's handler uses the same classification code and words the refusal.
      return "2026";
  }
}

/** Bodies that a stateless revision does not allow. */
const NOT_MODERN = {
  response: "A client sends no JSON-RPC responses in a stateless revision: each POST is a request.",
  batch: "Only the revision 2025-03-26 allows batches.",
};

/** The revision that `initialize` asks for; without a header, other messages are of 2025-03-26. */
function initialRevision(body: unknown): string {
  const { protocolVersion } = asObject(asObject(body).params);
  return typeof protocolVersion === "string" ? protocolVersion : "2025-03-26";
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : { [key]: value } as { [P in K]: V };
}
