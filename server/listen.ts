/** Keeps an app listening, and stops it without cutting anybody off. */
import { UserError } from "../cli/errors.ts";
import type { App } from "./app.ts";

export interface Listener {
  readonly hostname: string;
  /** The port taken, also where 0 was asked for. */
  readonly port: number;
  /**
   * Refuses new connections, lets the calls in flight finish, ends the streams.
   *
   * @param graceMs after which what is still open is given up
   */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Listens on an address. One failed `accept` ends a `Deno.serve` for good while its open streams live
 * on, so it is started again for as long as nobody stops it.
 *
 * @param onFailure told of each such failure
 */
export function listen(
  app: App,
  hostname: string,
  port: number,
  onFailure: (reason: string) => void = () => {},
): Listener {
  let stopping = false;
  let server = start(app, hostname, port);
  const taken = server.addr.port;
  const again = async (error: unknown) => {
    if (stopping) return;
    onFailure(error instanceof Error ? error.message : String(error));
    // Descriptors may have run out: some must come free first.
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (stopping) return;
    try {
      server = start(app, hostname, taken);
      server.finished.catch(again);
    } catch (failure) {
      await again(failure);
    }
  };
  server.finished.catch(again);
  return {
    hostname,
    port: taken,
    async stop(graceMs = 8_000) {
      stopping = true;
      const timer = Promise.withResolvers<void>();
      const timeout = setTimeout(timer.resolve, graceMs);
      const shutdown = server.shutdown();
      await Promise.race([app.idle(), timer.promise]);
      // The results of the last calls are on their way to their streams.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await app.close();
      await Promise.race([shutdown, timer.promise]);
      clearTimeout(timeout);
    },
  };
}

function start(app: App, hostname: string, port: number): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve(
      { hostname, port, onListen: () => {} },
      (request, { remoteAddr }) => app.fetch(request, { address: remoteAddr.hostname }),
    );
  } catch (error) {
    const data = { host: hostname, port: String(port) };
    if (error instanceof Deno.errors.AddrInUse) throw new UserError("port_taken", data, { cause: error });
    const detail = error instanceof Error ? error.message : String(error);
    throw new UserError("cannot_listen", { ...data, detail }, { cause: error });
  }
}
