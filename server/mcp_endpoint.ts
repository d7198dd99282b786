/**
 * `/mcp`: the endpoint that the revisions from 2025-03-26 on share.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { accepts } from "../lib/media_type.ts";
import { memoized } from "../lib/memoized.ts";
import { classify } from "./classify.ts";
import type { Answer, Endpoint } from "./endpoint.ts";
import type { Era } from "./eras/era.ts";
import { withExactIds } from "./exact_ids.ts";
import type { FastLane } from "./fast_lane/fast_lane.ts";
import { readPlainRequest } from "./fast_lane/plain_request.ts";
import { answerableId, REFUSED, rpcError } from "./json_rpc.ts";
import { wrongMethod } from "./pages.ts";
import type { JsonBody, JsonReader } from "./read_json.ts";

/** What the endpoint needs. */
export interface McpEndpointOptions {
  /** Reads the body. */
  readonly reader: JsonReader;
  /** The short way of plain requests of 2026, if there is one. */
  readonly fastLane: FastLane | undefined;
  /** Streamable HTTP with sessions. */
  readonly streamable2025: Era;
  /** Streamable HTTP without sessions. */
  readonly stateless2026: Era;
}

const METHODS = ["GET", "POST", "DELETE"];

/** The media types that the answer to a POST, or to a GET, may have. */
const POST_TYPES = answerTypes("application/json", "text/event-stream");
const GET_TYPES = answerTypes("text/event-stream");

/** Makes the endpoint: it reads the body once, checks it, and decides the era once. */
export function createMcpEndpoint(options: McpEndpointOptions): Endpoint {
  const { reader, fastLane, streamable2025, stateless2026 } = options;
  return async (request, principal, observer) => {
    if (!METHODS.includes(request.method)) return wrongMethod(METHODS.join(", "));
    let body: JsonBody | undefined;
    if (request.method === "POST") {
      const read = await reader.read(request);
      observer.onBody(read);
      if (read.refusal) return read.refusal;
      body = read;
    }
    return body
      ? withExactIds(body, (exact) => answer(request, exact, principal))
      : answer(request, body, principal);
  };

  async function answer(request: Request, body: JsonBody | undefined, principal: Principal): Promise<Answer> {
    const notAcceptable = acceptRefusal(request, body);
    if (notAcceptable) return notAcceptable;
    const plain = fastLane && readPlainRequest(request.headers, body?.value);
    const json = plain && fastLane.answer(plain, principal);
    if (json !== undefined) return { json };
    const era = classify(request, body?.value);
    if (era instanceof Response) return era;
    const response = await (era === "2026" ? stateless2026 : streamable2025).handle(request, body, principal);
    return plain ? await fastLane.learn(plain, response) : response;
  }
}

/** Media types, and whether an `Accept` header allows all of them. */
function answerTypes(...types: string[]) {
  return [types, memoized((accept) => types.every((type) => accepts(accept, type)))] as const;
}

function acceptRefusal(request: Request, body: JsonBody | undefined): Response | undefined {
  if (request.method === "DELETE") return undefined;
  const [types, isAccepted] = request.method === "POST" ? POST_TYPES : GET_TYPES;
  const accept = request.headers.get("accept");
  if (accept === null || isAccepted(accept)) return undefined;
  const message = `The Accept header must allow ${types.join(" and ")}.`;
  return rpcError(406, REFUSED, message, answerableId(request, body?.value));
}
