/**
 * The sessions of the two older eras: bound to a key, limited in number, ended when idle.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { createCounter } from "../lib/counter.ts";
import type { QuickAnswer } from "./endpoint.ts";
import { REFUSED, rpcError, SESSION_NOT_FOUND } from "./json_rpc.ts";
import type { Limits } from "./limits.ts";
import type { Head } from "../lib/head.ts";
import type { JsonBody } from "./read_json.ts";
import type { SessionMessage } from "./replicas/replicas.ts";

/** What an era stores for a session. */
export interface SessionHandle {
  /** The era that the session belongs to, for instance `2025`; no other era may serve it. */
  readonly era: string;
  /** Whether an event stream is open: it keeps the session from being idle. */
  hasOpenStream(): boolean;
  /** Answers a request of this session. */
  handle(request: Request, body: JsonBody | undefined): Response | Promise<Response>;
  /** Answers a plain call at once, if it can; see {@linkcode Era.quick}. */
  quick(head: Head, body: JsonBody): QuickAnswer | undefined;
  /** Ends the session and its streams. */
  close(): Promise<void>;
  /** The session as one of several replicas has it. */
  readonly shared?: SharedHandle;
}

/** A session of which other replicas may have a copy. */
export interface SharedHandle {
  /** Receives what concerns all copies. */
  receive(message: SessionMessage): void;
  /** Gives up the stream of notifications; `false` if it is open. */
  release(): boolean;
  /** Called for a session that is in use, so that it is kept. */
  touch(): void;
  /** Ends the session on all replicas. */
  forget(): Promise<void>;
}

interface Session {
  readonly keyId: string;
  readonly handle: SessionHandle;
  lastUsed: number;
}

/** All open sessions. */
export interface Sessions {
  /** Why one more session cannot be opened now, or `undefined`. A live session is never evicted. */
  refusal(principal: Principal): Response | undefined;
  /** Adds a session that was opened with a key. */
  add(id: string, principal: Principal, handle: SessionHandle): void;
  /** The session, if it is open and belongs to this key and this era. */
  find(id: string, principal: Principal, era: string): SessionHandle | undefined;
  /** The sessions by id, for messages of other replicas, which have checked the key. */
  entries(): Iterable<readonly [string, SessionHandle]>;
  /** The session with this id. */
  get(id: string): SessionHandle | undefined;
  /** Ends a session. */
  end(id: string): void;
  /** Forgets a session that has ended. */
  remove(id: string): void;
  /** How many sessions are open. */
  readonly size: number;
  /** Ends the sessions that have been idle for too long. */
  expire(): void;
  /** Ends the sessions of a key. */
  endOf(keyId: string): void;
  /** Ends every session. */
  closeAll(): Promise<void>;
}

/**
 * Creates an empty store.
 *
 * @param now the present moment, in milliseconds
 */
export function createSessions(limits: Limits, now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const perKey = createCounter<string>();
  const remove = (id: string) => {
    const session = sessions.get(id);
    if (!session) return;
    sessions.delete(id);
    perKey.remove(session.keyId);
  };
  const isIdle = ({ lastUsed, handle }: Session) =>
    lastUsed <= now() - limits.sessionIdleMs && !handle.hasOpenStream();
  const isInUse = ({ lastUsed, handle }: Session) =>
    lastUsed > now() - 2 * limits.sweepMs || handle.hasOpenStream();
  const end = (id: string, { handle }: Session) => {
    remove(id);
    handle.close().catch(() => {});
  };
  return {
    refusal({ keyId }) {
      const headers = { "Retry-After": "60" };
      if (perKey.count(keyId) >= limits.sessionsPerKey) {
        return rpcError(429, REFUSED, "Too many sessions are open with this key.", { headers });
      }
      if (sessions.size >= limits.sessions) {
        return rpcError(503, REFUSED, "Too many sessions are open.", { headers });
      }
    },
    add(id, { keyId }, handle) {
      sessions.set(id, { keyId, handle, lastUsed: now() });
      perKey.add(keyId);
    },
    find(id, { keyId }, era) {
      const session = sessions.get(id);
      if (!session || session.keyId !== keyId) return undefined;
      if (isIdle(session)) return void end(id, session);
      session.lastUsed = now();
      return session.handle.era === era ? session.handle : undefined;
    },
    *entries() {
      for (const [id, { handle }] of sessions) yield [id, handle];
    },
    get: (id) => sessions.get(id)?.handle,
    end(id) {
      const session = sessions.get(id);
      if (session) end(id, session);
    },
    remove,
    get size() {
      return sessions.size;
    },
    expire() {
      for (const [id, session] of sessions) {
        if (isIdle(session)) end(id, session);
        else if (isInUse(session)) session.handle.shared?.touch();
      }
    },
    endOf(keyId) {
      for (const [id, session] of sessions) {
        if (session.keyId !== keyId) continue;
        session.handle.shared?.forget().catch(() => {});
        end(id, session);
      }
    },
    async closeAll() {
      const all = [...sessions];
      for (const [id] of all) remove(id);
      await Promise.allSettled(all.map(([, { handle }]) => handle.close()));
    },
  };
}

/**
 * The same answer for an unknown, expired, closed or foreign session, so that it reveals nothing
 * about others.
 */
export function sessionNotFound(id: { id?: string | number | null }): Response {
  return rpcError(404, SESSION_NOT_FOUND, "Session not found", id);
}
