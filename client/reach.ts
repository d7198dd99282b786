/** Finds the MCP server that `ask` is to use, and connects to it. */
import { withKey } from "../auth/with_key.ts";
import { shownUrl, UserError } from "../cli/errors.ts";
import type { Interrupts } from "../cli/interrupts.ts";
import type { Lines } from "../cli/lines.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { AskSettings } from "../cli/settings.ts";
import { oneLine, type Output } from "../cli/terminal.ts";
import { connect } from "./connect.ts";
import { createElicit, type Elicit } from "./elicit.ts";
import type { Connection, Era } from "./open.ts";
import { createSession, type Session } from "./session.ts";
import type { Wait } from "./wait.ts";
import type { Wires } from "./wires.ts";

export interface ReachContext {
  readonly version: string;
  readonly messages: Messages;
  readonly output: Output;
  /** Starts the server for `ask` alone; `main.ts` hands it in, since a client imports no server. */
  readonly startEmbedded: (key: string) => Promise<{ readonly url: URL; stop(): Promise<void> }>;
  readonly wait: Wait;
  /** What the person types, where there is a terminal. */
  readonly lines: Lines | undefined;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
}

const DEFAULT_SERVER = new URL("http://localhost:8000");

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

/** An unknown program on the default port gets this long to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

/** Whether a failure comes from an MCP server all the same: to answer from another one would hide it. */
function isMcpServerThere({ code, data }: UserError): boolean {
  switch (code) {
    case "mcp_unreachable":
    case "mcp_silent":
    case "not_an_mcp_server":
      return false;
    case "mcp_key_missing":
    case "mcp_key_refused":
      return data.scheme === "bearer";
    default:
      return true;
  }
}

export interface ReachedServer extends AsyncDisposable {
  readonly session: Session;
}

/** The server asked for, or the one on the default port, or an embedded one. */
export async function reachServer(
  settings: AskSettings,
  context: ReachContext,
  { mcp }: Wires,
  signal: AbortSignal,
): Promise<ReachedServer> {
  const { messages, output, version, wait, cancellable } = context;
  const askPerson = createElicit(context);
  const elicit: Elicit = (url, params, asked) =>
    cancellable((cancelled) => askPerson(url, params, AbortSignal.any([signal, asked, cancelled])));
  const reach = async (
    server: URL,
    key: string | undefined,
    reachSignal: AbortSignal,
    endpoints?: [Era, URL][],
  ) => {
    const options = {
      server,
      era: settings.era,
      fetch: withKey(mcp, key, server.origin),
      clientInfo: { name: "mcpdemo", version },
      signal: reachSignal,
      handshakeMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
      wait,
      elicit,
    };
    return await connect(options, endpoints);
  };
  const sessionOn = (connection: Connection, key: string | undefined): Session =>
    createSession({
      connection,
      reconnect: ({ era, url }) => reach(url, key, signal, [[era, url]]),
      wait,
      signal,
      notes: {
        lost: (url) => output.note(messages.ask.sessionLost(url.href)),
        renewed: (url) => output.note(messages.ask.sessionRenewed(url.href)),
        toolsChanged: (url) => output.note(messages.ask.toolsChanged(url.href)),
        repeated: (tool) => output.note(messages.ask.callRepeated(oneLine(tool))),
      },
    });
  const asReached = (connection: Connection): ReachedServer => {
    const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
    output.note(
      messages.ask.connected(
        oneLine(`${name} ${version}`),
        shownUrl(connection.url),
        connection.era,
        oneLine(connection.revision),
      ),
    );
    const session = sessionOn(connection, settings.authKey);
    return { session, [Symbol.asyncDispose]: () => session.close() };
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
    if (!(error instanceof UserError) || isMcpServerThere(error)) throw error;
  } finally {
    clearTimeout(timer);
  }
  const key = crypto.randomUUID();
  const embedded = await context.startEmbedded(key);
  const connection = await reach(embedded.url, key, signal).catch(async (error) => {
    await embedded.stop();
    throw error;
  });
  output.note(messages.ask.embedded(connection.url.href));
  const session = sessionOn(connection, key);
  const close = async () => {
    await session.close();
    await embedded.stop();
  };
  return { session, [Symbol.asyncDispose]: close };
}
