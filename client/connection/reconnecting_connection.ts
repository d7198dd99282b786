/** A connection to a server that may restart: renewed where it is lost. */
import { abortable, type Wait } from "../../lib/time.ts";
import { lostRequestOf } from "./request_outcome.ts";
import type { Connection } from "./connection.ts";
import { withBackoff } from "./backoff.ts";

export interface ReconnectOptions {
  readonly connection: Connection;
  /** Told of each loss, before the first attempt to connect anew. */
  readonly onLost: (lost: Connection) => void;
  /** Connects anew where and how `lost` was connected. */
  readonly reconnect: (lost: Connection) => Promise<Connection>;
  /** What a new connection needs before requests go out on it; where it fails, the renewal has failed. */
  readonly prepare: (renewed: Connection) => Promise<void>;
  readonly onRenewed: (renewed: Connection) => void;
  readonly wait: Wait;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

export interface ReconnectingConnection {
  current(): Connection;
  /**
   * Runs `request` on a living connection; where it was not sent for want of one, once more on a new one.
   *
   * @param cancelled aborted when nobody waits for it any more
   */
  run<T>(request: (connection: Connection) => Promise<T>, cancelled?: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

export function createReconnectingConnection(options: ReconnectOptions): ReconnectingConnection {
  const { onLost, reconnect, prepare, onRenewed, wait, signal } = options;
  let { connection } = options;
  let renewing: Promise<void> | undefined;
  const closing = new AbortController();
  const out = new WeakMap<Connection, Set<Promise<unknown>>>();

  /** Calls run side by side: the first that finds the session lost renews it for all. */
  function renew(lost: Connection): Promise<void> {
    if (lost !== connection) return Promise.resolve();
    return renewing ??= connectAnew(lost).finally(() => renewing = undefined);
  }

  async function connectAnew(lost: Connection): Promise<void> {
    onLost(lost);
    const ended = AbortSignal.any([signal, closing.signal]);
    const renewed = await withBackoff(() => reconnect(lost), wait, ended);
    try {
      await prepare(renewed);
    } catch (error) {
      await renewed.close();
      signal.throwIfAborted();
      throw error;
    }
    connection = renewed;
    // Calls that are still out on it learn their own fate: dropping it now would make it unknown.
    void Promise.allSettled(out.get(lost) ?? []).then(() => lost.drop());
    onRenewed(renewed);
  }

  function sent<T>(on: Connection, request: Promise<T>): Promise<T> {
    const all = out.get(on) ?? new Set();
    out.set(on, all.add(request));
    return request.finally(() => all.delete(request));
  }

  return {
    current: () => connection,
    async run(request, cancelled = signal) {
      // Whoever gives up leaves: the renewal goes on for the others.
      if (!connection.client.transport) await abortable(() => renew(connection), cancelled);
      const used = connection;
      try {
        return await sent(used, request(used));
      } catch (error) {
        signal.throwIfAborted();
        if (lostRequestOf(error, used) !== "not_sent") throw error;
        await abortable(() => renew(used), cancelled);
        return await sent(connection, request(connection));
      }
    },
    async close() {
      closing.abort();
      await renewing?.catch(() => {});
      await connection.close();
    },
  };
}
