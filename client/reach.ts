/** Finds the MCP server that `ask` is to use, and connects to it. */
import { withKey } from "../auth/with_key.ts";
import { UserError } from "../cli/errors.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { AskSettings } from "../cli/settings.ts";
import { oneLine, type Output } from "../cli/terminal.ts";
import { connect, type Connection } from "./connect.ts";
import type { Wires } from "./wires.ts";

export interface ReachContext {
  readonly version: string;
  readonly messages: Messages;
  readonly output: Output;
  /** Starts the server for `ask` alone; `main.ts` hands it in, since a client imports no server. */
  readonly startEmbedded: (key: string) => Promise<{ readonly url: URL; stop(): Promise<void> }>;
}

const DEFAULT_SERVER = new URL("http://localhost:8000");

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

/** An unknown program on the default port gets this long to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

export interface ReachedServer extends AsyncDisposable {
  readonly connection: Connection;
}

/** The server asked for, or the one on the default port, or an embedded one. */
export async function reachServer(
  settings: AskSettings,
  context: ReachContext,
  { mcp, debug }: Wires,
  signal: AbortSignal,
): Promise<ReachedServer> {
  const { messages, output, version } = context;
  const reach = async (server: URL, key: string | undefined, reachSignal: AbortSignal) => {
    debug?.step(messages.debug.connect(server.href, settings.era));
    return await connect({
      server,
      era: settings.era,
      fetch: withKey(mcp, key, server.origin),
      clientInfo: { name: "mcpdemo", version },
      signal: reachSignal,
      handshakeMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
    });
  };
  const asReached = (connection: Connection): ReachedServer => {
    const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
    output.note(
      messages.ask.connected(
        oneLine(`${name} ${version}`),
        connection.url.href,
        connection.era,
        oneLine(connection.revision),
      ),
    );
    return { connection, [Symbol.asyncDispose]: () => connection.close() };
  };
  if (settings.server) return asReached(await reach(settings.server, settings.authKey, signal));

  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new UserError("mcp_silent", { url: DEFAULT_SERVER.href })),
    DEFAULT_SERVER_MS,
  );
  try {
    return asReached(
      await reach(DEFAULT_SERVER, settings.authKey, AbortSignal.any([signal, patience.signal])),
    );
  } catch (error) {
    signal.throwIfAborted();
    // A server that asks for a bearer key is there: to answer from another one would hide it.
    if (!(error instanceof UserError) || error.data.scheme === "bearer") throw error;
  } finally {
    clearTimeout(timer);
  }
  const key = crypto.randomUUID();
  const embedded = await context.startEmbedded(key);
  const connection = await reach(embedded.url, key, signal);
  output.note(messages.ask.embedded(connection.url.href));
  const close = async () => {
    await connection.close();
    await embedded.stop();
  };
  return { connection, [Symbol.asyncDispose]: close };
}
