/**
 * Keeps an app listening, and stops it without cutting off a client.
 *
 * @module
 */
import { listenError } from "../cli/listen_error.ts";
import { createMutex } from "../lib/mutex.ts";
import { abortable, abortAfter } from "../lib/time.ts";
import type { App } from "./app.ts";
import type { Tls } from "./tls.ts";

/** A listening app. */
export interface Listener {
  /** The address that it listens on, as configured. */
  readonly hostname: string;
  /** The actual port, also if 0 was requested. */
  readonly port: number;
  /** Uses another certificate for new connections. */
  renew(tls: Tls): Promise<void>;
  /**
   * Refuses new connections, lets the calls in flight finish, ends the streams.
   *
   * @param graceMs milliseconds after which everything still open is aborted
   */
  stop(graceMs?: number): Promise<void>;
}

/** Milliseconds before listening again: if file descriptors ran out, some must be freed first. */
const AGAIN_MS = 100;

/** Milliseconds between two attempts to listen with another certificate, and how many there are. */
const RENEW_MS = 5;
const MAX_TRIES = 100;

/** Milliseconds for the ends of the streams to reach clients that read them. */
const LAST_MS = 500;

/** How an app listens. */
export interface ListenOptions {
  /** Called with the reason of each failure after which it listens again. */
  readonly onFailure?: (reason: string) => void;
  /** Whether other listeners of this process may share the port (`SO_REUSEPORT`). */
  readonly reusePort?: boolean;
  /** With it, the server speaks HTTPS alone. */
  readonly tls?: Tls | undefined;
}

/**
 * Listens on an address. One failed `accept` ends a `Deno.serve` permanently while its open streams
 * live on, so it is restarted until it is stopped.
 *
 * @param port 0 chooses a free port
 */
export function listen(
  app: App,
  hostname: string,
  port: number,
  { onFailure = () => {}, reusePort = false, tls }: ListenOptions = {},
): Listener {
  let isStopping = false;
  let server = start(app, { hostname, port, reusePort }, tls);
  const taken = server.addr.port;
  const listenAgain = () => server = start(app, { hostname, port: taken, reusePort }, tls);
  /** Servers that listen no longer, whose connections are still open. */
  const former = new Set<Promise<void>>();
  const inTurn = createMutex();
  const again = async (error: unknown) => {
    if (isStopping) return;
    onFailure(error instanceof Error ? error.message : String(error));
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    if (isStopping) return;
    try {
      listenAgain().finished.catch(again);
    } catch (failure) {
      await again(failure);
    }
  };
  server.finished.catch(again);
  return {
    hostname,
    port: taken,
    renew: (fresh) =>
      inTurn(async () => {
        tls = fresh;
        const ended = server.shutdown().finally(() => former.delete(ended));
        former.add(ended);
        // The port is free a moment later, long before the last connection has ended.
        for (let tries = 0; !isStopping; tries++) {
          await new Promise((resolve) => setTimeout(resolve, RENEW_MS));
          try {
            listenAgain().finished.catch(again);
            return;
          } catch (error) {
            if (tries >= MAX_TRIES) return await again(error);
          }
        }
      }),
    async stop(graceMs = 8_000) {
      isStopping = true;
      using grace = abortAfter(graceMs, () => undefined);
      const inTime = (work: Promise<void>) => abortable(() => work, grace.signal).catch(() => {});
      const shutdown = Promise.all([server.shutdown(), ...former]).then(() => {});
      await inTime(app.idle());
      // The results of the last calls are still being written to their streams.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await app.close();
      await inTime(shutdown);
      // Also after the grace time, the last answers and the ends of the streams get a moment to be sent.
      using last = abortAfter(LAST_MS, () => undefined);
      await abortable(() => shutdown, last.signal).catch(() => {});
    },
  };
}

type Address = Required<Pick<Deno.ServeTcpOptions, "hostname" | "port" | "reusePort">>;

function start(app: App, address: Address, tls: Tls | undefined): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve(
      { ...address, ...tls, onListen: () => {} },
      (request, info) => app.fetch(request, info),
    );
  } catch (error) {
    throw listenError(error, address);
  }
}
