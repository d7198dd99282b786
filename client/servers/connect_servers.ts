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
import { type Connecting, connectSeveral } from "./several_servers.ts";
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
 * @throws the error of the only server, or of the first one if all fail; see {@linkcode connectSeveral}
 */
export async function connectServers(
  context: ConnectServersContext,
  options: ConnectServersOptions,
): Promise<ConnectedServers> {
  await using opened = new AsyncDisposableStack();
  const connectServer = serverConnector(context, options);
  const { targets, settings: { authKey, debug, debugWire }, show, signal } = options;
  const isNoted = debug || debugWire;
  const connecting = targets.map((target) => ({ name: target.name, server: connectServer(target, signal) }));
  const servers = connecting.length > 1
    ? await connectSeveral(connecting, { messages: context.messages, show, signal }, opened)
    : connecting.length === 1
    ? [await connectOne(connecting[0]!, opened)]
    : [await connectDefaultServer(context, { authKey, isNoted, show, signal, connectServer }, opened)];
  const connected = opened.move();
  return { servers, [Symbol.asyncDispose]: () => connected.disposeAsync() };
}

async function connectOne({ server }: Connecting, opened: AsyncDisposableStack): Promise<ConnectedServer> {
  const connected = await server;
  opened.defer(() => connected.session.close());
  return connected;
}
