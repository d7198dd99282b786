/**
 * The server that runs inside `ask`.
 *
 * @module
 */
import { listen } from "./listen.ts";
import { acceptedKeys, createServerApp, machineTimeZone, stateKeyOf } from "./own_app.ts";
import type { ServeContext } from "./serve_context.ts";

/** A server that runs inside `ask`. */
export interface EmbeddedServer {
  /** Its base URL. */
  readonly url: URL;
  /** Stops it, after at most a second. */
  stop(): Promise<void>;
}

/** Starts a server for `ask` only, on a free loopback port, with one accepted key. */
export function startEmbedded(
  key: string,
  context: Pick<ServeContext, "version" | "messages" | "output">,
): EmbeddedServer {
  const app = createServerApp({
    version: context.version,
    keys: acceptedKeys([key]),
    timeZone: machineTimeZone(context),
    stateKey: stateKeyOf(undefined),
    allowOrigins: [],
    allowHosts: [],
  });
  const listener = listen(app, "127.0.0.1", 0);
  return { url: new URL(`http://127.0.0.1:${listener.port}`), stop: () => listener.stop(1_000) };
}
