/**
 * `serve --workers`: threads that share a port, for more than one core. Linux gives each new connection to one
 * of them (`SO_REUSEPORT` in socket(7)).
 *
 * A request of MCP 2026-07-28 can be answered by any of them. A session belongs to the thread that opened it, and
 * the wire view would show one thread's requests: neither is served.
 *
 * @module
 */
import { UserError } from "../cli/errors.ts";
import { keepOnly } from "../cli/permissions.ts";
import { listenError } from "../cli/listen_error.ts";
import type { Listener } from "./listen.ts";
import { counterMemory } from "./shared_counter.ts";
import type { Tls } from "./tls.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./worker.ts";

/** The threads, listening. */
export interface Workers extends Listener {
  /** Rejects if a thread fails. */
  readonly failed: Promise<never>;
}

/** What they serve, and what they call. */
export interface WorkersOptions extends Omit<WorkerOptions, "callMemory" | "callKeys"> {
  /** Called with the reason of each failure after which a thread listens again. */
  readonly onFailure: (reason: string) => void;
}

/** The module of a thread. Besides a bundle it is in a folder, like its source. */
const MODULE = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./server/worker.js";

/**
 * Starts `count` threads; resolves when all are listening. Gives up the permission to read files, which it needs
 * to load them.
 *
 * @throws {UserError} if this system or this process cannot have them, or the address cannot be listened on
 */
export async function startWorkers(
  count: number,
  { onFailure, ...given }: WorkersOptions,
): Promise<Workers> {
  const url = new URL(MODULE, import.meta.url);
  if (Deno.build.os !== "linux") throw new UserError("workers_unavailable", { reason: "workers_system" });
  if (Deno.permissions.querySync({ name: "read", path: url }).state !== "granted") {
    throw new UserError("workers_unavailable", { reason: "workers_permission" });
  }
  const port = freePort(given);
  const callKeys = given.keys.length > 0 ? given.keys.map(({ id }) => id) : ["anonymous"];
  const options: WorkerOptions = { ...given, port, callMemory: counterMemory(callKeys), callKeys };
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const threads = Array.from({ length: count }, (_, index) => {
    const worker = new Worker(url, { type: "module", name: `serve ${index + 1}` });
    const listening = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    worker.onerror = (event) => {
      event.preventDefault();
      failed.reject(new Error(`A thread of serve failed: ${event.message}`));
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "listening") listening.resolve();
      else if (data.kind === "stopped") stopped.resolve();
      else onFailure(data.reason);
    };
    const send = (message: ToWorker) => worker.postMessage(message);
    send({ kind: "serve", options });
    return {
      listening: listening.promise,
      renew: (tls: Tls) => send({ kind: "renew", tls }),
      async stop() {
        send({ kind: "stop" });
        await Promise.race([stopped.promise, failed.promise]);
        worker.terminate();
      },
    };
  });
  await Promise.race([Promise.all(threads.map(({ listening }) => listening)), failed.promise]);
  keepOnly([]);
  return {
    hostname: given.hostname,
    port,
    failed: failed.promise,
    renew: async (tls) => void await Promise.all(threads.map(({ renew }) => renew(tls))),
    stop: async () => void await Promise.all(threads.map(({ stop }) => stop())),
  };
}

/** The port, if nobody listens on it: the threads share it, and would share another program's as well. */
function freePort({ hostname, port }: Pick<WorkerOptions, "hostname" | "port">): number {
  try {
    // Not "using": a minifier that sees one use of it drops the declaration, and with it the close.
    const probe = Deno.listen({ hostname, port });
    probe.close();
    return probe.addr.port;
  } catch (error) {
    throw listenError(error, { hostname, port });
  }
}
