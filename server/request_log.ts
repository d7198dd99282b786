/** One entry for each request, when it has been answered. */
import type { Context } from "hono";
import type { AppEnv } from "./app_env.ts";
import { methodOf } from "./json_rpc.ts";

export interface LogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly keyId?: string;
  readonly era?: string;
  /** JSON-RPC method, where the body named one. */
  readonly rpcMethod?: string;
}

/** Middleware. The query is never logged: it may hold a key. */
export function logTo(log: (entry: LogEntry) => void) {
  return async (c: Context<AppEnv>, next: () => Promise<void>) => {
    const start = performance.now();
    await next();
    const rpcMethod = methodOf(c.get("body"));
    const era = c.get("era");
    const keyId = c.get("principal")?.keyId;
    log({
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - start),
      ...(era ? { era } : {}),
      ...(keyId ? { keyId } : {}),
      ...(rpcMethod ? { rpcMethod } : {}),
    });
  };
}
