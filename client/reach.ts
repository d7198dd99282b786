/** Finds the MCP servers of a run, and connects to them. */
import { withHeaders } from "../auth/with_key.ts";
import { shownUrl, UserError } from "../cli/errors.ts";
import type { Interrupts } from "../cli/interrupts.ts";
import type { Lines } from "../cli/lines.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { ReachSettings } from "../cli/settings.ts";
import { oneLine, type Output } from "../cli/terminal.ts";
import { connect, type ConnectOptions } from "./connect.ts";
import { createElicit, type Elicit } from "./elicit.ts";
import { boundForms } from "./bound_forms.ts";
import type { Connection, Era } from "./open.ts";
import type { NoteCode, Show } from "./run_event.ts";
import { createSession, type Session } from "./session.ts";
import { type ServerTarget, serverTarget } from "./targets.ts";
import type { Wait } from "./wait.ts";
import type { Wires } from "./wires.ts";

export interface ReachContext {
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

export interface ReachOptions {
  /** Where to; none at all is the default port, or an embedded server. */
  readonly targets: readonly ServerTarget[];
  readonly settings: Pick<ReachSettings, "era" | "timeout" | "authKey"> & {
    readonly debug: boolean;
    readonly debugWire: boolean;
  };
  readonly wires: Wires;
  readonly show: Show;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

const DEFAULT_SERVER = new URL("http://localhost:8000");

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

/** An unknown program on the default port gets this long to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

export interface ReachedServer {
  /** Its name in this run. */
  readonly name: string;
  readonly url: URL;
  readonly session: Session;
  /** Started for this run alone. */
  readonly isEmbedded: boolean;
}

export interface ReachedServers extends AsyncDisposable {
  readonly servers: readonly ReachedServer[];
}

/** The servers asked for, or the one on the default port, or an embedded one. */
export async function reachServers(context: ReachContext, options: ReachOptions): Promise<ReachedServers> {
  await using opened = new AsyncDisposableStack();
  const reach = reacher(context, options);
  const { targets } = options;
  const found = targets.length > 0
    // One that fails must not leave the others open.
    ? await allOrNone(targets.map((target) => reach(target, options.signal)), opened)
    : [await reachDefault(context, options, reach, opened)];
  const kept = opened.move();
  return { servers: found, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

type Reach = (
  target: ServerTarget,
  signal: AbortSignal,
  options?: { readonly isEmbedded?: boolean },
) => Promise<ReachedServer>;

function reacher(context: ReachContext, { settings, wires, show, signal }: ReachOptions): Reach {
  const { messages, version, wait, cancellable } = context;
  const askPerson = createElicit(context);
  const elicit: Elicit = (url, params, asked) =>
    cancellable((cancelled) => askPerson(url, params, AbortSignal.any([signal, asked, cancelled])));
  const note = (code: NoteCode, text: string) => show({ type: "note", code, text });
  const { notes } = messages;

  const connectTo = async (
    { url, headers }: ServerTarget,
    options: Pick<ConnectOptions, "signal" | "elicit" | "onExceeded">,
    endpoints?: [Era, URL][],
  ) => {
    return await connect({
      server: url,
      era: settings.era,
      fetch: withHeaders(wires.mcp, headers, url.origin),
      clientInfo: { name: "mcpdemo", version },
      handshakeMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
      wait,
      ...options,
    }, endpoints);
  };
  return async (target, reachSignal, { isEmbedded = false } = {}) => {
    const limit = new AbortController();
    const within = (other: AbortSignal) => AbortSignal.any([other, limit.signal]);
    const onExceeded = (error: UserError) => limit.abort(error);
    const forms = boundForms(elicit, onExceeded);
    const options = { signal: within(signal), elicit: forms.elicit, onExceeded };
    const connection = await connectTo(target, { ...options, signal: within(reachSignal) });
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

function serverEvent({ name: server }: ServerTarget, connection: Connection, isEmbedded: boolean) {
  const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
  const { era, revision, url } = connection;
  const title = `${name} ${version}`.trim();
  return { type: "server", server, title, url: shownUrl(url), era, revision, isEmbedded } as const;
}

async function allOrNone(
  reaching: readonly Promise<ReachedServer>[],
  opened: AsyncDisposableStack,
): Promise<ReachedServer[]> {
  const settled = await Promise.allSettled(reaching);
  const servers = settled.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
  for (const { session } of servers) opened.defer(() => session.close());
  const failed = settled.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
  return servers;
}

async function reachDefault(
  context: ReachContext,
  { settings: { authKey: key, debug, debugWire }, show, signal }: ReachOptions,
  reach: Reach,
  opened: AsyncDisposableStack,
): Promise<ReachedServer> {
  if (debug || debugWire) {
    const text = context.messages.notes.looksForServer(DEFAULT_SERVER.origin);
    show({ type: "note", code: "looksForServer", text });
  }
  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new UserError("mcp_silent", { url: DEFAULT_SERVER.href })),
    DEFAULT_SERVER_MS,
  );
  try {
    const target = serverTarget(DEFAULT_SERVER, key);
    const server = await reach(target, AbortSignal.any([signal, patience.signal]));
    opened.defer(() => server.session.close());
    return server;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError) || isMcpServerThere(error)) throw error;
  } finally {
    clearTimeout(timer);
  }
  const randomKey = crypto.randomUUID();
  const embedded = await context.startEmbedded(randomKey);
  opened.defer(() => embedded.stop());
  const target = { ...serverTarget(embedded.url, randomKey), name: "embedded" };
  const server = await reach(target, signal, { isEmbedded: true });
  opened.defer(() => server.session.close());
  return server;
}

/** Whether a failure comes from an MCP server all the same: to answer from another one would hide it. */
function isMcpServerThere({ code, data }: UserError): boolean {
  switch (code) {
    case "mcp_unreachable":
    case "mcp_silent":
    case "not_an_mcp_server":
    case "mcp_sends_too_much":
      return false;
    case "mcp_key_missing":
    case "mcp_key_refused":
      return data.scheme === "bearer";
    default:
      return true;
  }
}
