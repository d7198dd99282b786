/**
 * Connects to the MCP servers of a run.
 *
 * @module
 */
import type { ServerSettings } from "../../cli/settings.ts";
import {
  type ConnectedServer,
  type ConnectServerContext,
  type ConnectServerOptions,
  serverConnector,
} from "./connect_server.ts";
import { connectDefaultServer, type DefaultServerContext } from "./default_server.ts";
import type { ServerTarget } from "./server_config.ts";

/** What {@linkcode connectServers} needs from the process. */
export type ConnectServersContext = ConnectServerContext & DefaultServerContext;

/** Which servers to connect to, and how. */
export interface ConnectServersOptions extends ConnectServerOptions {
  /** The servers. An empty list is the one on the default port, or an embedded one. */
  readonly targets: readonly ServerTarget[];
  /** The key is for a server on the default port; the debug flags add a note about the search for it. */
  readonly settings: Pick<ServerSettings, "era" | "timeout" | "authKey"> & {
    readonly debug: boolean;
    readonly debugWire: boolean;
  };
}

/** The servers of a run. Disposing it closes the connections and stops an embedded server. */
export interface ConnectedServers extends AsyncDisposable {
  /** In the order in which they were named. */
  readonly servers: readonly ConnectedServer[];
}

/**
 * Connects to all servers at the same time.
 *
 * @throws the error of the first one that fails, after the others have been closed
 */
export async function connectServers(
  context: ConnectServersContext,
  options: ConnectServersOptions,
): Promise<ConnectedServers> {
  await using opened = new AsyncDisposableStack();
  const connectServer = serverConnector(context, options);
  const { targets, settings: { authKey, debug, debugWire }, show, signal } = options;
  const isNoted = debug || debugWire;
  const servers = targets.length > 0
    ? await allOrNone(targets.map((target) => connectServer(target, signal)), opened)
    : [await connectDefaultServer(context, { authKey, isNoted, show, signal, connectServer }, opened)];
  const connected = opened.move();
  return { servers, [Symbol.asyncDispose]: () => connected.disposeAsync() };
}

/** When one fails, the others must not stay open. */
async function allOrNone(
  connecting: readonly Promise<ConnectedServer>[],
  opened: AsyncDisposableStack,
): Promise<ConnectedServer[]> {
  const settled = await Promise.allSettled(connecting);
  const servers = settled.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
  for (const { session } of servers) opened.defer(() => session.close());
  const failed = settled.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
  return servers;
}
