/**
 * A session of 2025 of which several replicas have a copy.
 *
 * A request is answered by the copy that gets it. Its notifications and answers go to the copies that wait for
 * them, subscriptions to all, and one of them has the stream of notifications.
 *
 * @module
 */
import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { asObject } from "../../lib/json.ts";
import { authInfo } from "../auth_info.ts";
import type { SessionEvents } from "../event_store.ts";
import { methodOf, REFUSED, rpcError } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import type { SharedHandle } from "../sessions.ts";
import { relay, relayable, released } from "./relay.ts";
import type { Replicas } from "./replicas.ts";
import type { StoredSession } from "./session_store.ts";
import { NOTIFICATIONS, replicaOfEvent, shareEvents } from "./shared_events.ts";

/** The beginning of the ids of requests that another copy has answered: nobody waits for these answers. */
const REPEATED = "repeated:";

/** Characters of an `initialize` that is stored. */
const MAX_INITIALIZE = 64 * 1024;

const ERA = "2025";

/** The copy of a session. */
export interface SharedSession {
  /** Its events. */
  readonly events: SessionEvents;
  /** For the messages of other replicas. */
  readonly handle: SharedHandle;
  /** Watches the transport, to which the SDK's server is connected already. */
  connect(transport: WebStandardStreamableHTTPServerTransport): void;
  /** Makes the copy as the session was left by the others. */
  restore(stored: StoredSession): Promise<void>;
  /**
   * Sends to the other copies what they need of a body.
   *
   * @returns what is left for this one; `undefined` if nothing is
   */
  own(body: unknown): unknown;
  /** Decides which replica has a stream before it is opened: the answer, if it is not this one. */
  answerOpening(request: Request): Promise<Response | undefined>;
  /** Shares what a request has changed that was answered. */
  afterAnswer(request: Request, body: unknown): Promise<Response | undefined>;
  /** Counts the stream of notifications as open, until the function that is returned is called. */
  openNotifications(): () => void;
}

/**
 * Makes a copy.
 *
 * @param id of the session
 * @param own keeps the events of this replica
 */
export function shareSession(
  id: string,
  principal: Principal,
  own: SessionEvents,
  replicas: Replicas,
  limits: Limits,
): SharedSession {
  const { id: replica, link, sessions } = replicas;
  let isShared = false;
  let hasNotifications = false;
  let openNotifications = 0;
  let transport!: WebStandardStreamableHTTPServerTransport;
  let repeat: (message: JSONRPCMessage) => void;
  const events = shareEvents(own, {
    replica,
    keep: (event) => isShared && sessions.keep(id, event),
    load: () => sessions.events(id),
  });
  /** A message with the id that this server gave it, if it answers a request of ours; and who asked. */
  const addressed = (message: unknown): { readonly asker: string; readonly message: unknown } => {
    const { id, method } = asObject(message);
    const [, asker, number] = method === undefined ? /^(\w+)\.(\d+)$/.exec(String(id)) ?? [] : [];
    if (asker === undefined) return { asker: replica, message };
    return { asker, message: { ...asObject(message), id: Number(number) } };
  };
  let repeated = 0;
  const watch = (uri: string, isWatched: boolean) => {
    const method = isWatched ? "resources/subscribe" : "resources/unsubscribe";
    repeat({ jsonrpc: "2.0", id: `${REPEATED}${++repeated}`, method, params: { uri } });
  };
  const forget = async () => {
    await sessions.remove(id);
    await link.broadcast({ kind: "ended", session: id });
  };
  return {
    events,
    handle: {
      receive(message) {
        if (message.kind === "watch") watch(message.uri, message.isWatched);
        else if (message.kind === "client") {
          transport.onmessage?.(addressed(message.message).message as JSONRPCMessage);
        }
      },
      release() {
        if (openNotifications > 0) return false;
        hasNotifications = false;
        return true;
      },
      touch: () => sessions.touch(id),
      forget,
    },
    connect(given) {
      transport = given;
      /** The subscriptions that the SDK is working on, by the id of their request. */
      const asked = new Map<string | number, { readonly uri: string; readonly isWatched: boolean }>();
      const deliver = transport.onmessage;
      repeat = (message) => deliver?.(message);
      transport.onmessage = (message, extra) => {
        if (isJSONRPCRequest(message)) {
          // Only the streams of 2025-11-25 begin with an event, and can be resumed before their answer.
          if (extra?.closeSSEStream) events.nameRequest(message.id);
          const subscription = subscriptionIn(message);
          if (subscription) asked.set(message.id, subscription);
        }
        deliver?.(message, extra);
      };
      const send = transport.send.bind(transport);
      transport.send = async (message, options) => {
        if ("method" in message) {
          // Each copy numbers its requests from 0: the answer has to find the one that asked.
          if ("id" in message) return await send({ ...message, id: `${replica}.${message.id}` }, options);
          // Each copy makes the same notifications: the client gets those of one.
          if (options?.relatedRequestId === undefined && !hasNotifications) return;
          return await send(message, options);
        }
        if (String(message.id).startsWith(REPEATED)) return;
        const subscription = message.id === undefined ? undefined : asked.get(message.id);
        if (message.id !== undefined) asked.delete(message.id);
        if (subscription && "result" in message) {
          sessions.watch(id, subscription.uri, subscription.isWatched);
          await link.broadcast({ kind: "watch", session: id, ...subscription });
        }
        await send(message, options);
      };
    },
    async restore({ initialize, watched }) {
      const headers = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
      const request = new Request("http://localhost/mcp", { method: "POST", headers });
      const parsedBody = { ...JSON.parse(initialize), id: "restoring" };
      const answer = await transport.handleRequest(request, { parsedBody, authInfo: authInfo(principal) });
      await answer.text();
      transport.onmessage?.({ jsonrpc: "2.0", method: "notifications/initialized" });
      for (const uri of watched) watch(uri, true);
      isShared = true;
    },
    own(body) {
      const messages = Array.isArray(body) ? body : [body];
      const left = messages.flatMap((given) => {
        if (isJSONRPCNotification(given) && given.method !== "notifications/initialized") {
          void link.broadcast({ kind: "client", session: id, message: given });
        }
        const { asker, message } = addressed(given);
        if (asker === replica) return [message];
        link.send(asker, { kind: "client", session: id, message: given });
        return [];
      });
      return Array.isArray(body) && left.length > 0 ? left : left[0];
    },
    async answerOpening(request) {
      if (request.method !== "GET" || hasNotifications && openNotifications > 0) return undefined;
      const last = request.headers.get("last-event-id");
      if (last) {
        const owner = replicaOfEvent(last);
        const answer = owner === replica
          ? undefined
          : await relay(replicas, owner, relayable(request, undefined, id, ERA, principal.keyId), limits);
        if (answer) return answer;
        if (await events.getStreamIdForEventId(last) !== NOTIFICATIONS) return undefined;
      }
      if (hasNotifications) return undefined;
      const owner = await sessions.claim(id);
      if (owner !== replica) {
        if (!await released(replicas, owner, id)) return conflict();
        await sessions.takeOver(id);
      }
      hasNotifications = true;
    },
    async afterAnswer({ method }, body) {
      if (method === "DELETE") await forget();
      if (methodOf(body) !== "initialize") return undefined;
      const initialize = JSON.stringify(body);
      if (initialize.length > MAX_INITIALIZE) {
        return rpcError(413, REFUSED, "The initialize request is too large to be stored.", { id: null });
      }
      await sessions.save(id, { keyId: principal.keyId, initialize });
      isShared = true;
    },
    openNotifications() {
      openNotifications++;
      return () => openNotifications--;
    },
  };
}

function conflict(): Response {
  return rpcError(409, REFUSED, "Conflict: Only one SSE stream is allowed per session", { id: null });
}

/** The subscription that a request makes or ends. */
function subscriptionIn({ method, params }: JSONRPCRequest) {
  const isWatched = method === "resources/subscribe";
  if (!isWatched && method !== "resources/unsubscribe") return undefined;
  const uri = params?.uri;
  return typeof uri === "string" ? { uri, isWatched } : undefined;
}
