/**
 * `/mcp`: the endpoint that all revisions since 2025-03-26 share.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { accepts } from "../lib/media_type.ts";
import { memoized } from "../lib/memoized.ts";
import { classify } from "./classify.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Era } from "./eras/era.ts";
import type { Head } from "../lib/head.ts";
import { withExactIds } from "./exact_ids.ts";
import { answerableId, REFUSED, rpcError } from "./json_rpc.ts";
import { wrongMethod } from "./pages.ts";
import type { JsonBody, JsonReader } from "./read_json.ts";

/** What the endpoint needs. */
export interface McpEndpointOptions {
  /** Reads the body. */
  readonly reader: JsonReader;
  /** The revisions that are served. */
  readonly revisions: readonly string[];
  /** Streamable HTTP with sessions. */
  readonly streamable2025: Era;
  /** Streamable HTTP without sessions. */
  readonly stateless2026: Era;
}

const METHODS = ["GET", "POST", "DELETE"];

interface MediaTypes {
  readonly names: readonly string[];
  /** Whether an `Accept` header allows all of them. */
  readonly isAcceptedBy: (accept: string) => boolean;
}

const POST_TYPES = mediaTypes("application/json", "text/event-stream");
const GET_TYPES = mediaTypes("text/event-stream");

/** Creates the endpoint: it reads the body once, checks it, and decides the era once. */
export function createMcpEndpoint(options: McpEndpointOptions): Endpoint {
  const { reader, revisions, streamable2025, stateless2026 } = options;
  return async (request, principal, observer) => {
    const { head } = observer;
    if (!METHODS.includes(head.method)) return wrongMethod(METHODS.join(", "));
    const body = head.method === "POST" ? await reader.read(request, head) : undefined;
    const isAccepted = acceptsAnswer(head);
    if (body && !body.refusal && isAccepted) {
      const era = head.headers.get("mcp-session-id") !== null ? streamable2025 : stateless2026;
      const answer = era.quick(head, body, principal);
      if (answer) return answer;
    }
    if (body) observer.onBody(body);
    if (body?.refusal) return body.refusal;
    if (!isAccepted) return notAcceptable(request, body);
    return body
      ? withExactIds(body, (exact) => inItsEra(request, exact, principal))
      : inItsEra(request, body, principal);
  };

  function inItsEra(request: Request, body: JsonBody | undefined, principal: Principal) {
    const era = classify(request, body?.value, revisions);
    if (era instanceof Response) return era;
    return (era === "2026" ? stateless2026 : streamable2025).handle(request, body, principal);
  }
}

function mediaTypes(...names: string[]): MediaTypes {
  return { names, isAcceptedBy: memoized((accept) => names.every((name) => accepts(accept, name))) };
}

/** The media types that the answer may have. */
function answerTypes(method: string): MediaTypes {
  return method === "POST" ? POST_TYPES : GET_TYPES;
}

function acceptsAnswer({ method, headers }: Head): boolean {
  const accept = headers.get("accept");
  return method === "DELETE" || accept === null || answerTypes(method).isAcceptedBy(accept);
}

function notAcceptable(request: Request, body: JsonBody | undefined): Response {
  const message = `The Accept header must allow ${answerTypes(request.method).names.join(" and ")}.`;
  return rpcError(406, REFUSED, message, answerableId(request, body?.value));
}
