/** Finds the MCP servers of a run, and connects to them. */
import { withHeaders } from "../../auth/with_key.ts";
import { shownUrl, UserError } from "../../cli/errors.ts";
import type { Interrupts } from "../../cli/interrupts.ts";
import type { Lines } from "../../cli/lines.ts";
import type { Messages } from "../../cli/messages/en.ts";
import type { ReachSettings } from "../../cli/settings.ts";
import { oneLine, type Output } from "../../cli/terminal.ts";
import { connect, type ConnectOptions } from "../connection/connect.ts";
import { createElicit, type Elicit } from "../elicitation/elicit.ts";
import { boundForms } from "../limits/form_limits.ts";
import type { Connection, Era } from "../connection/handshake.ts";
import type { NoteCode, Show } from "../run/run_event.ts";
import { reachDefault } from "./default_server.ts";
import { createSession, type Session } from "../connection/session.ts";
import type { ServerTarget } from "./server_config.ts";
import type { Wait } from "../../lib/wait.ts";
import type { Wires } from "../recording/fetches.ts";

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

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

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

export type Reach = (
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
    { url, headers, config }: ServerTarget,
    options: Pick<ConnectOptions, "signal" | "elicit" | "onExceeded">,
    endpoints?: [Era, URL][],
  ) => {
    const connecting = connect({
      server: url,
      era: settings.era,
      fetch: withHeaders(wires.mcp, headers, url.origin),
      clientInfo: { name: "mcpdemo", version },
      handshakeMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
      wait,
      ...options,
    }, endpoints);
    return await connecting.catch((error) => {
      throw config === undefined ? error : aboutConfig(error, config);
    });
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
