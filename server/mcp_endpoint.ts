/**
 * `/mcp`: the endpoint that all revisions since 2025-03-26 share.
 *
 * @module
 */
import { accepts } from "../lib/media_type.ts";
import { classify } from "./classify.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Era } from "./eras/era.ts";
import { answerableId, REFUSED, rpcError } from "./json_rpc.ts";
import type { Limits } from "./limits.ts";
import { wrongMethod } from "./pages.ts";
import { type JsonBody, readJson } from "./read_json.ts";

/** What the endpoint needs. */
export interface McpEndpointOptions {
  /** Limits on the body. */
  readonly limits: Limits;
  /** Streamable HTTP with sessions. */
  readonly streamable2025: Era;
  /** Streamable HTTP without sessions. */
  readonly stateless2026: Era;
}

const METHODS = ["GET", "POST", "DELETE"];

/** The media types that the answer to a POST, or to a GET, may have. */
const POST_TYPES = ["application/json", "text/event-stream"];
const GET_TYPES = ["text/event-stream"];

/** Creates the endpoint: it reads the body once, checks it, and decides the era once. */
export function createMcpEndpoint(options: McpEndpointOptions): Endpoint {
  const { limits, streamable2025, stateless2026 } = options;
  return async (request, principal, observer) => {
    if (!METHODS.includes(request.method)) return wrongMethod(METHODS.join(", "));
    let body: JsonBody | undefined;
    if (request.method === "POST") {
      const read = await readJson(request, limits);
      observer.onBody(read);
      if (read.refusal) return read.refusal;
      body = read;
    }
    const notAcceptable = acceptRefusal(request, body);
    if (notAcceptable) return notAcceptable;
    const era = classify(request, body?.value);
    if (era instanceof Response) return era;
    return (era === "2026" ? stateless2026 : streamable2025).handle(request, body, principal);
  };
}

function acceptRefusal(request: Request, body: JsonBody | undefined): Response | undefined {
  if (request.method === "DELETE") return undefined;
  const types = request.method === "POST" ? POST_TYPES : GET_TYPES;
  const accept = request.headers.get("accept");
  if (types.every((type) => accepts(accept, type))) return undefined;
  const message = `The Accept header must allow ${types.join(" and ")}.`;
  return rpcError(406, REFUSED, message, answerableId(request, body?.value));
}
