/**
 * A connection to a server that may restart: it is renewed when it is lost.
 *
 * @module
 */
import { abortable, type Wait } from "../../lib/time.ts";
import { withBackoff } from "./backoff.ts";
import type { Connection } from "./connection.ts";
import { lostRequestOf } from "./request_outcome.ts";

/** How a connection is renewed. */
export interface ReconnectOptions {
  /** The first connection. */
  readonly connection: Connection;
  /** Called for each loss, before the first attempt to connect again. */
  readonly onLost: (lost: Connection) => void;
  /** Connects again in the era and at the endpoint of `lost`. */
  readonly reconnect: (lost: Connection) => Promise<Connection>;
  /** Prepares a new connection before requests are sent on it. If it fails, the renewal has failed. */
  readonly prepare: (renewed: Connection) => Promise<void>;
  /** Called when requests are sent on the new connection from now on. */
  readonly onRenewed: (renewed: Connection) => void;
  /** Waits between two attempts. */
  readonly wait: Wait;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** A connection that is replaced when it is lost. */
export interface ReconnectingConnection {
  /** The connection that is in use. */
  current(): Connection;
  /**
   * Runs `request` on an open connection. If the request could not be sent, runs it once more on a new one.
   *
   * @param cancelled aborted when the caller stops waiting
   */
  run<T>(request: (connection: Connection) => Promise<T>, cancelled?: AbortSignal): Promise<T>;
  /** Closes the connection, and ends a renewal that is under way. */
  close(): Promise<void>;
}

/** Starts with an open connection. */
export function createReconnectingConnection(options: ReconnectOptions): ReconnectingConnection {
  const { onLost, reconnect, prepare, onRenewed, wait, signal } = options;
  let { connection } = options;
  let renewing: Promise<void> | undefined;
  const closing = new AbortController();
  const pending = new WeakMap<Connection, Set<Promise<unknown>>>();

  /** Several calls may find the connection lost at the same time: the first one renews it for all. */
  function renew(lost: Connection): Promise<void> {
    if (lost !== connection) return Promise.resolve();
    return renewing ??= connectAgain(lost).finally(() => renewing = undefined);
  }

  async function connectAgain(lost: Connection): Promise<void> {
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
    // Pending requests find out by themselves how they end: dropping the connection now would make that unknown.
    void Promise.allSettled(pending.get(lost) ?? []).then(() => lost.drop());
    onRenewed(renewed);
  }

  function track<T>(used: Connection, request: Promise<T>): Promise<T> {
    const all = pending.get(used) ?? new Set();
    pending.set(used, all.add(request));
    return request.finally(() => all.delete(request));
  }

  return {
    current: () => connection,
    async run(request, cancelled = signal) {
      // A caller that stops waiting does not end the renewal: it goes on for the others.
      if (!connection.client.transport) await abortable(() => renew(connection), cancelled);
      const used = connection;
      try {
        return await track(used, request(used));
      } catch (error) {
        signal.throwIfAborted();
        if (lostRequestOf(error, used) !== "not_sent") throw error;
        await abortable(() => renew(used), cancelled);
        return await track(connection, request(connection));
      }
    },
    async close() {
      closing.abort();
      await renewing?.catch(() => {});
      await connection.close();
    },
  };
}
