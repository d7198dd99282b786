/**
 * Streamable HTTP without sessions: MCP 2026-07-28 (`basic/transports/streamable-http`).
 *
 * Every request carries its revision, its client and its capabilities, and is served independently.
 *
 * @module
 */
import {
  createMcpHandler,
  type McpRequestContext,
  type McpServer,
  type ServerEventBus,
} from "@modelcontextprotocol/server";
import { isEventStream } from "../../lib/media_type.ts";
import { withinMs } from "../../lib/time.ts";
import type { Principal, ToolAccess } from "../../auth/keys.ts";
import type { Audit } from "../audit.ts";
import { accessIn, authInfo } from "../auth_info.ts";
import { boundedAnswer } from "../bounded_stream.ts";
import { EVENT_STREAM_HEADERS, type EventStream, openEventStream } from "../event_stream.ts";
import type { FastLane } from "../fast_lane/fast_lane.ts";
import { readPlainRequest } from "../fast_lane/plain_request.ts";
import { methodOf } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import type { JsonBody } from "../read_json.ts";
import { createOpenStreams } from "../open_streams.ts";
import { ENDED, type Requests, watchRequests } from "../requests.ts";
import type { Subscriptions } from "../subscriptions.ts";
import type { Era } from "./era.ts";

/** What the era needs. */
export interface Stateless2026Options {
  /** Answers plain requests, if there is one. */
  readonly fastLane: FastLane | undefined;
  /** Limits on streams, and how long a call may go without an answer before it gets a stream. */
  readonly limits: Limits;
  /** Makes the SDK's server for a request of a client with these rights. */
  readonly newServer: (access: ToolAccess | undefined) => McpServer;
  /** Receives the calls that are over. */
  readonly audit?: Audit | undefined;
  /** The revisions that this server supports, in any era. */
  readonly revisions: readonly string[];
  /** What the streams of `subscriptions/listen` watch. */
  readonly subscriptions: Subscriptions;
  /** The source of the changes that are sent on those streams; `subscriptions.bus` by default. */
  readonly events?: ServerEventBus | undefined;
  /** Called with bugs, and with each request that the SDK refused. */
  readonly onProblem: (error: unknown) => void;
}

/** Creates the era. `close` ends the open calls and streams. */
export function createStateless2026(
  { fastLane, limits, newServer, audit, revisions, subscriptions, events = subscriptions.bus, onProblem }:
    Stateless2026Options,
): Era {
  const { watchedServer, answerAll } = watchServers(newServer, audit);
  const streams = createOpenStreams();
  const handler = createMcpHandler(watchedServer, {
    legacy: "reject",
    keepAliveMs: limits.keepAliveMs,
    onerror: onProblem,
    bus: events,
  });
  const served = async (request: Request, body: JsonBody | undefined, principal: Principal) => {
    const departure = new AbortController();
    const unwatch = subscriptions.watch(body?.value);
    const { url, method, headers } = request;
    const signal = AbortSignal.any([request.signal, departure.signal]);
    const answer = handler.fetch(new Request(url, { method, headers, signal }), {
      parsedBody: body?.value,
      authInfo: authInfo(principal),
    });
    const early = await withinMs(answer, limits.silentMs);
    if (!early) {
      const forget = streams.add(principal.keyId, () => stream.close());
      const stream = openEventStream(limits, () => (forget(), unwatch(), departure.abort()));
      return streamLater(stream, answer, onProblem);
    }
    if (isEventStream(early.headers) && early.body) {
      const forget = streams.add(principal.keyId, () => departure.abort());
      return boundedAnswer(early, limits.queuedBytes, () => () => (forget(), unwatch()), departure.signal);
    }
    unwatch();
    const isDiscovery = early.status === 200 && methodOf(body?.value) === "server/discover";
    return isDiscovery ? await withRevisions(early, revisions) : early;
  };
  return {
    async handle(request, body, principal) {
      const plain = fastLane && body && readPlainRequest(request.headers, body.value);
      const response = await served(request, body, principal);
      return plain && !principal.access ? await fastLane!.learn(plain, response) : response;
    },
    quick({ headers }, body, principal) {
      const plain = fastLane && readPlainRequest(headers, body.value);
      const text = plain && fastLane!.answer(plain, principal);
      return text === undefined ? undefined : { body, status: 200, headers: JSON_HEADERS, text };
    },
    endStreams: streams.end,
    async close() {
      await answerAll();
      await handler.close();
    },
  };
}

const JSON_HEADERS = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });

/** Watches the requests of the servers that are made, each for one request. */
function watchServers(newServer: Stateless2026Options["newServer"], audit: Audit | undefined) {
  const open = new Set<Requests>();
  return {
    watchedServer({ authInfo }: McpRequestContext) {
      const server = newServer(accessIn(authInfo));
      const connect = server.connect.bind(server);
      server.connect = async (transport) => {
        await connect(transport);
        const requests = watchRequests(transport, audit);
        open.add(requests);
        const onclose = server.server.onclose;
        server.server.onclose = () => {
          open.delete(requests);
          onclose?.();
        };
      };
      return server;
    },
    answerAll: async () => void await Promise.all([...open].map((requests) => requests.answerAll(ENDED))),
  };
}

/**
 * Streams an answer that is not ready yet.
 *
 * The runtime reports that a client has left only once a response has begun, and a client that leaves
 * cancels its call (2026-07-28 `basic/patterns/cancellation`: MUST). So no call stays silent for long.
 */
function streamLater(
  stream: EventStream,
  answer: Promise<Response>,
  onFailure: (error: unknown) => void,
): Response {
  stream.comment("working");
  const pass = async () => {
    const response = await answer;
    if (!isEventStream(response.headers)) return void stream.send("message", await response.text());
    for await (const chunk of response.body ?? []) if (!stream.pass(chunk)) break;
  };
  pass().catch(onFailure).finally(stream.close);
  return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
}

/** The SDK lists the revisions of its own handler; this server may also support older ones. */
async function withRevisions(response: Response, revisions: readonly string[]): Promise<Response> {
  const message = await response.json();
  if (message.result) message.result.supportedVersions = revisions;
  return Response.json(message, { status: response.status });
}
