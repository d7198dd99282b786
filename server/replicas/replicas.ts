/**
 * `serve --redis`: servers behind one address that go on with one another's sessions.
 *
 * A request of 2026 needs nothing but the key that signs its state. A session of 2025 is stored, and each replica
 * that gets one of its requests makes a copy of it; what concerns the other copies is sent to them. A session of
 * 2024 lives where its stream is: a POST that arrives elsewhere is relayed.
 *
 * @module
 */
import { REFUSED, rpcError, type RpcErrorOptions } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import { type Link, type LinkHandlers, openLink } from "./link.ts";
import { openRedis, RedisAway, type RedisEvents, RedisRefusal, unusable } from "./redis.ts";
import { createSessionStore, type SessionStore } from "./session_store.ts";

/** What concerns the copies of a session of 2025 on other replicas. */
export type SessionMessage =
  /** The session has ended. */
  | { readonly kind: "ended"; readonly session: string }
  /** A notification or an answer of the client. */
  | { readonly kind: "client"; readonly session: string; readonly message: unknown }
  /** The client has subscribed to a resource, or does not watch it any more. */
  | { readonly kind: "watch"; readonly session: string; readonly uri: string; readonly isWatched: boolean };

/** What one replica asks of another. */
export type ReplicaCall =
  | ({ readonly kind: "request" } & RelayedRequest)
  /** Give up the session's stream of notifications, unless it is open. */
  | { readonly kind: "release"; readonly session: string };

/** A request of a session that lives on another replica, or has a stream there. */
export interface RelayedRequest {
  readonly session: string;
  readonly era: string;
  readonly keyId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** The body, as it was sent. */
  readonly text?: string;
}

/** A piece of an answer: its beginning, or more of its text. */
export type RelayedPiece =
  | {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    /** The whole text, unless it is a stream. */
    readonly text?: string;
  }
  | { readonly more: string }
  /** The answer to `release`. */
  | { readonly isReleased: boolean };

/** The way to the other replicas. */
export type ReplicaLink = Link<SessionMessage, ReplicaCall, RelayedPiece>;
/** What is done with what other replicas send. */
export type ReplicaHandlers = LinkHandlers<SessionMessage, ReplicaCall, RelayedPiece> & {
  /** Called when Redis answers again: messages may have been missed. */
  onReturn(): void;
};

/** The other replicas, and what is shared with them. */
export interface Replicas {
  /** This replica's name, different with each start: letters and digits. */
  readonly id: string;
  /** Whether Redis answers. */
  readonly isUp: boolean;
  /** The key that signs the state of 2026. */
  readonly stateKey: Uint8Array;
  /** The sessions of 2025. */
  readonly sessions: SessionStore;
  /** The way to the others. */
  readonly link: ReplicaLink;
  /** Sets what is done with what others send. Until then it is ignored. */
  attach(handlers: ReplicaHandlers): void;
  /** Leaves the others. */
  close(): void;
}

/** What replicas have in common. */
export interface ReplicasOptions extends RedisEvents {
  readonly url: URL;
  /** The beginning of every name in Redis: two groups of replicas with different ones do not meet. */
  readonly prefix: string;
  readonly limits: Limits;
  /** The key that signs the state of 2026; without one, that of the first replica counts. */
  readonly stateKey?: Uint8Array | undefined;
  /** A new key, for the case that this replica is the first. */
  readonly newStateKey: Uint8Array;
  /** Makes a name that no other replica has. */
  readonly randomId: () => string;
}

/**
 * Joins the replicas.
 *
 * @throws {UserError} `redis_unreachable`
 */
export async function joinReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { url, prefix, limits, onAway, onReturn, onRefusal, randomId } = options;
  const id = randomId().replaceAll("-", "").slice(0, 12);
  let handlers: ReplicaHandlers | undefined;
  let hasJoined = false;
  const redis = await openRedis(url, {
    onAway,
    onReturn() {
      onReturn();
      handlers?.onReturn();
    },
    // Until it has joined, the error says it.
    onRefusal: (words) => void (hasJoined && onRefusal(words)),
  });
  let stateKey: Uint8Array;
  let link: ReplicaLink;
  try {
    stateKey = options.stateKey ?? await sharedStateKey();
    link = await openLink(redis, { id, prefix }, {
      onMessage: (message) => handlers?.onMessage(message),
      onCall: (call, replier) => handlers ? handlers.onCall(call, replier) : replier.send({ isLast: true }),
    });
  } catch (error) {
    redis.close();
    throw unusable(url, error instanceof Error ? error.message : String(error), error);
  }
  hasJoined = true;
  const lifeMs = limits.sessionIdleMs + 2 * limits.sweepMs;
  return {
    id,
    get isUp() {
      return redis.isUp;
    },
    stateKey,
    sessions: createSessionStore(redis, { replica: id, prefix, lifeMs, keptEvents: limits.keptEvents }),
    link,
    attach: (given) => void (handlers = given),
    close() {
      link.close();
      redis.close();
    },
  };

  async function sharedStateKey(): Promise<Uint8Array> {
    const name = `${prefix}:state-key`;
    await redis.run("SET", name, options.newStateKey.toHex(), "NX");
    return Uint8Array.fromHex(String(await redis.run("GET", name)));
  }
}

/** Thrown if a replica is there, and does not answer. */
export class ReplicaSilent extends Error {}

/** The answer if Redis or the other replica did not answer; throws any other error. */
export function unlessAway(echoed: RpcErrorOptions): (error: unknown) => Response {
  return (error) => {
    if (error instanceof RedisAway) return storeAway(echoed);
    if (error instanceof RedisRefusal) {
      return tryLater("The store of the sessions (Redis) is in trouble.", echoed);
    }
    if (error instanceof ReplicaSilent) {
      return tryLater("The server that has this session does not answer.", echoed);
    }
    throw error;
  };
}

/** The answer while Redis is away, to a request that needs it. */
export function storeAway(echoed: RpcErrorOptions): Response {
  return tryLater("The store of the sessions (Redis) does not answer. MCP 2026-07-28 needs none.", echoed);
}

function tryLater(message: string, echoed: RpcErrorOptions): Response {
  return rpcError(503, REFUSED, message, { ...echoed, headers: { "Retry-After": "1" } });
}
