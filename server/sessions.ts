/** The sessions of the two older eras: bound to a key, bounded in number, ended when idle. */
import type { Principal } from "../auth/keys.ts";
import type { HttpSseHandle } from "./eras/http_sse_2024.ts";
import type { StreamableHandle } from "./eras/streamable_2025.ts";
import { REFUSED, rpcError, SESSION_NOT_FOUND } from "./json_rpc.ts";
import type { Limits } from "./limits.ts";

/** What an era keeps for a session; its `era` tells them apart. */
export type SessionHandle = HttpSseHandle | StreamableHandle;

export interface SessionLife {
  /** An open event stream keeps a session from being idle. */
  hasOpenStream(): boolean;
  close(): Promise<void>;
}

interface Session {
  readonly keyId: string;
  readonly handle: SessionHandle;
  lastUsed: number;
}

export interface Sessions {
  /** Why one more session cannot be opened now, or `undefined`. A live session is never evicted. */
  refusal(principal: Principal): Response | undefined;
  add(id: string, principal: Principal, handle: SessionHandle): void;
  /** The session, if it is open and this key's. */
  find(id: string, principal: Principal): SessionHandle | undefined;
  remove(id: string): void;
  readonly size: number;
  /** Ends the sessions that have been idle for too long. */
  expire(): void;
  closeAll(): Promise<void>;
}

export function createSessions(limits: Limits, now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const perKey = new Map<string, number>();
  const remove = (id: string) => {
    const session = sessions.get(id);
    if (!session) return;
    sessions.delete(id);
    const remaining = perKey.get(session.keyId)! - 1;
    if (remaining > 0) perKey.set(session.keyId, remaining);
    else perKey.delete(session.keyId);
  };
  const isIdle = ({ lastUsed, handle }: Session) =>
    lastUsed <= now() - limits.sessionIdleMs && !handle.hasOpenStream();
  const end = (id: string, { handle }: Session) => {
    remove(id);
    handle.close().catch(() => {});
  };
  return {
    refusal({ keyId }) {
      const headers = { "Retry-After": "60" };
      if ((perKey.get(keyId) ?? 0) >= limits.sessionsPerKey) {
        return rpcError(429, REFUSED, "Too many sessions are open with this key.", { headers });
      }
      if (sessions.size >= limits.sessions) {
        return rpcError(503, REFUSED, "Too many sessions are open.", { headers });
      }
    },
    add(id, { keyId }, handle) {
      sessions.set(id, { keyId, handle, lastUsed: now() });
      perKey.set(keyId, (perKey.get(keyId) ?? 0) + 1);
    },
    find(id, { keyId }) {
      const session = sessions.get(id);
      if (!session || session.keyId !== keyId) return undefined;
      if (isIdle(session)) return void end(id, session);
      session.lastUsed = now();
      return session.handle;
    },
    remove,
    get size() {
      return sessions.size;
    },
    expire() {
      for (const [id, session] of sessions) {
        if (isIdle(session)) end(id, session);
      }
    },
    async closeAll() {
      const all = [...sessions.values()];
      sessions.clear();
      perKey.clear();
      await Promise.allSettled(all.map(({ handle }) => handle.close()));
    },
  };
}

/** The same answer for an unknown, expired, closed or foreign session: it tells nothing about others. */
export function sessionNotFound(id: { id?: string | number | null }): Response {
  return rpcError(404, SESSION_NOT_FOUND, "Session not found", id);
}
