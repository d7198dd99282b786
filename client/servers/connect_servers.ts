/** Finds the MCP servers of a run, and connects to them. */
import { withHeaders } from "../../auth/with_key.ts";
import { shownUrl, UserError } from "../../cli/errors.ts";
import type { Interrupts } from "../../cli/interrupts.ts";
import type { Lines } from "../../cli/lines.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { ServerSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";
import { connect, type ConnectOptions } from "../connection/connect.ts";
import { createElicit, type Elicit } from "../elicitation/elicit.ts";
import { limitForms } from "../limits/form_limits.ts";
import type { Connection, Era } from "../connection/handshake.ts";
import type { NoteCode, Show } from "../run/run_event.ts";
import { connectDefaultServer } from "./default_server.ts";
import { createSession, type Session } from "../connection/session.ts";
import type { ServerTarget } from "./server_config.ts";
import type { Wait } from "../../lib/time.ts";
import type { Fetches } from "../recording/fetches.ts";

export interface ConnectServersContext {
  readonly version: string;
  readonly messages: Messages;
  readonly output: Output;
  /** Starts the server for this run alone; `main.ts` hands it in, since a client imports no server. */
  readonly startEmbedded: (key: string) => Promise<{ readonly url: URL; stop(): Promise<void> }>;
  readonly wait: Wait;
  /** What the person types, where there is a terminal. */
  readonly lines: Lines | undefined;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
}

export interface ConnectServersOptions {
  /** Where to; none at all is the default port, or an embedded server. */
  readonly targets: readonly ServerTarget[];
  readonly settings: Pick<ServerSettings, "era" | "timeout" | "authKey"> & {
    readonly debug: boolean;
    readonly debugWire: boolean;
  };
  readonly fetches: Fetches;
  readonly show: Show;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

export interface ConnectedServer {
  /** Its name in this run. */
  readonly name: string;
  readonly url: URL;
  readonly session: Session;
  /** Started for this run alone. */
  readonly isEmbedded: boolean;
}

export interface ConnectedServers extends AsyncDisposable {
  readonly servers: readonly ConnectedServer[];
}

/** The servers asked for, or the one on the default port, or an embedded one. */
export async function connectServers(
  context: ConnectServersContext,
  options: ConnectServersOptions,
): Promise<ConnectedServers> {
  await using opened = new AsyncDisposableStack();
  const connectServer = serverConnector(context, options);
  const { targets } = options;
  const found = targets.length > 0
    // One that fails must not leave the others open.
    ? await allOrNone(targets.map((target) => connectServer(target, options.signal)), opened)
    : [await connectDefaultServer(context, options, connectServer, opened)];
  const kept = opened.move();
  return { servers: found, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

export type ConnectServer = (
  target: ServerTarget,
  signal: AbortSignal,
  options?: { readonly isEmbedded?: boolean },
) => Promise<ConnectedServer>;

function serverConnector(
  context: ConnectServersContext,
  { settings, fetches, show, signal }: ConnectServersOptions,
): ConnectServer {
  const { messages, version, wait, cancellable } = context;
  const askPerson = createElicit(context);
  const elicit: Elicit = (url, params, asked) =>
    cancellable((cancelled) => askPerson(url, params, AbortSignal.any([signal, asked, cancelled])));
  const note = (code: NoteCode, text: string) => show({ type: "note", code, text });
  const { notes } = messages;

  const connectTo = async (
    { url, headers, config }: ServerTarget,
    options: Pick<ConnectOptions, "signal" | "elicit" | "onExceeded">,
    endpoints?: [Era, URL][],
  ) => {
    const connecting = connect({
      server: url,
      era: settings.era,
      fetch: withHeaders(fetches.mcp, headers, url.origin),
      clientInfo: { name: "mcpdemo", version },
      handshakeTimeoutMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
      wait,
      ...options,
    }, endpoints);
    return await connecting.catch((error) => {
      throw config === undefined ? error : aboutConfig(error, config);
    });
  };
  return async (target, connectSignal, { isEmbedded = false } = {}) => {
    const limit = new AbortController();
    const within = (other: AbortSignal) => AbortSignal.any([other, limit.signal]);
    const onExceeded = (error: UserError) => limit.abort(error);
    const forms = limitForms(elicit, onExceeded);
    const options = { signal: within(signal), elicit: forms.elicit, onExceeded };
    const connection = await connectTo(target, { ...options, signal: within(connectSignal) });
    show(serverEvent(target, connection, isEmbedded));
    const session = createSession({
      connection,
      reconnect: ({ era, url }) => connectTo(target, options, [[era, url]]),
      wait,
      signal: options.signal,
      notes: {
        lost: (url) => note("sessionLost", notes.sessionLost(shownUrl(url))),
        renewed: (url) => note("sessionRenewed", notes.sessionRenewed(shownUrl(url))),
        toolsChanged: (url) => note("toolsChanged", notes.toolsChanged(shownUrl(url))),
        repeated: (tool) => note("callRepeated", notes.callRepeated(oneLine(tool))),
      },
    });
    const callTool: Session["callTool"] = (...call) => forms.during(() => session.callTool(...call));
    return { name: target.name, url: connection.url, session: { ...session, callTool }, isEmbedded };
  };
}

/** What a key lacks is mended where the server is named: in the configuration file. */
function aboutConfig(error: unknown, config: string): unknown {
  const isAboutKey = error instanceof UserError &&
    ["mcp_key_missing", "mcp_key_refused"].includes(error.code);
  return isAboutKey ? new UserError(error.code, { ...error.data, config }, { cause: error }) : error;
}

function serverEvent({ name: server }: ServerTarget, connection: Connection, isEmbedded: boolean) {
  const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
  const { era, revision, url } = connection;
  const title = `${name} ${version}`.trim();
  return { type: "server", server, title, url: shownUrl(url), era, revision, isEmbedded } as const;
}

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
