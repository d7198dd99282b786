/**
 * Connects to one MCP server of a run.
 *
 * @module
 */
import { withHeaders } from "../../auth/with_key.ts";
import { shownUrl, UserError } from "../../cli/errors.ts";
import type { Interrupts } from "../../cli/interrupts.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { ServerSettings } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Fetch } from "../../lib/fetch.ts";
import type { Wait } from "../../lib/time.ts";
import { connect, type ConnectOptions } from "../connection/connect.ts";
import type { Connection, Era } from "../connection/connection.ts";
import { createSession, type Session } from "../connection/session.ts";
import { createElicit, type Elicit, type ElicitContext } from "../elicitation/elicit.ts";
import { limitForms } from "../limits/form_limits.ts";
import type { OnDeviation } from "../repair/deviation.ts";
import { readableAnswers } from "../repair/readable_answers.ts";
import type { NoteCode, Show } from "../run_event.ts";
import type { ServerTarget } from "./server_config.ts";

/** What {@linkcode serverConnector} needs from the process. */
export interface ConnectServerContext extends ElicitContext {
  /** Our own version, for the handshake. */
  readonly version: string;
  /** Waits before a stream is resumed or a connection renewed. */
  readonly wait: Wait;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
}

/** What all servers of a run have in common. */
export interface ConnectServerOptions {
  /** The era to speak, and the seconds that a command may take. */
  readonly settings: Pick<ServerSettings, "era" | "timeout">;
  /** Makes the requests to the servers. */
  readonly fetch: Fetch;
  /** Shows the server, and what happens to the session. */
  readonly show: Show;
  /** Ends every connection. */
  readonly signal: AbortSignal;
}

/** A server of a run, connected. */
export interface ConnectedServer {
  /** Unique in a run. */
  readonly name: string;
  /** The endpoint that answered. */
  readonly url: URL;
  /** Its tools. */
  readonly session: Session;
  /** Whether it was started for this run only. */
  readonly isEmbedded: boolean;
}

/**
 * Connects to a server, shows that, and renews the connection when it is lost.
 *
 * @param signal ends the attempt to connect
 * @throws a {@linkcode UserError} when it cannot connect
 */
export type ConnectServer = (
  target: ServerTarget,
  signal: AbortSignal,
  options?: { readonly isEmbedded?: boolean },
) => Promise<ConnectedServer>;

/** A function that connects to one server after the other, or to several at a time. */
export function serverConnector(
  context: ConnectServerContext,
  { settings, fetch, show, signal }: ConnectServerOptions,
): ConnectServer {
  const { messages, version, wait, cancellable } = context;
  const askUser = createElicit(context);
  const elicit: Elicit = (url, params, asked) =>
    cancellable((cancelled) => askUser(url, params, AbortSignal.any([signal, asked, cancelled])));

  const connectTo = async (
    { url, headers, config }: ServerTarget,
    options: Pick<ConnectOptions, "signal" | "elicit" | "onExceeded">,
    onDeviation: OnDeviation,
    endpoints?: [Era, URL][],
  ) => {
    const connecting = connect({
      server: url,
      era: settings.era,
      fetch: readableAnswers(withHeaders(fetch, headers, url.origin), onDeviation),
      isKeySent: isKeySent({ headers }),
      clientInfo: { name: "mcpdemo", version },
      handshakeTimeoutMs: settings.timeout * 1000,
      wait,
      ...options,
    }, endpoints);
    return await connecting.catch((error) => {
      throw config === undefined ? error : namingConfig(error, config);
    });
  };
  return async (target, connectSignal, { isEmbedded = false } = {}) => {
    const exceeded = new AbortController();
    const within = (other: AbortSignal) => AbortSignal.any([other, exceeded.signal]);
    const onExceeded = (error: UserError) => exceeded.abort(error);
    const forms = limitForms(elicit, onExceeded);
    const options = { signal: within(signal), elicit: forms.elicit, onExceeded };
    const onDeviation = deviationNotes(target.name, messages, show);
    const connection = await connectTo(target, { ...options, signal: within(connectSignal) }, onDeviation);
    show(serverEvent(target, connection, isEmbedded));
    const session = createSession({
      connection,
      isKeySent: isKeySent(target),
      reconnect: ({ era, url }) => connectTo(target, options, onDeviation, [[era, url]]),
      wait,
      signal: options.signal,
      notes: sessionNotes(messages, show),
    });
    const callTool: Session["callTool"] = (...call) => forms.during(() => session.callTool(...call));
    return { name: target.name, url: connection.url, session: { ...session, callTool }, isEmbedded };
  };
}

function isKeySent({ headers }: Pick<ServerTarget, "headers">): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}

/** A note for each deviation, once. */
function deviationNotes(server: string, { notes, deviations }: Messages, show: Show): OnDeviation {
  const shown = new Set<string>();
  return ({ kind, name = "" }) => {
    const text = notes.serverDeviates(oneLine(server), deviations[kind](name));
    if (shown.has(text) || shown.size >= DEVIATIONS) return;
    shown.add(text);
    show({ type: "note", code: "serverDeviates", text });
  };
}

/** Deviations of one server that are shown. */
const DEVIATIONS = 50;

function sessionNotes({ notes }: Messages, show: Show) {
  const note = (code: NoteCode, text: string) => show({ type: "note", code, text });
  return {
    lost: (url: URL) => note("sessionLost", notes.sessionLost(shownUrl(url))),
    renewed: (url: URL) => note("sessionRenewed", notes.sessionRenewed(shownUrl(url))),
    toolsChanged: (url: URL) => note("toolsChanged", notes.toolsChanged(shownUrl(url))),
    repeated: (tool: string) => note("callRepeated", notes.callRepeated(oneLine(tool))),
  };
}

/** The fix for a wrong key is in the configuration file. */
function namingConfig(error: unknown, config: string): unknown {
  const isAboutKey = error instanceof UserError &&
    ["mcp_key_missing", "mcp_key_refused", "mcp_forbidden"].includes(error.code);
  return isAboutKey ? new UserError(error.code, { ...error.data, config }, { cause: error }) : error;
}

function serverEvent({ name: server }: ServerTarget, connection: Connection, isEmbedded: boolean) {
  const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
  const { era, revision, url } = connection;
  const title = `${name} ${version}`.trim();
  return { type: "server", server, title, url: shownUrl(url), era, revision, isEmbedded } as const;
}
