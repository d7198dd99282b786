/**
 * One server: the suites that are about it, each as soon as it can begin.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { authorizationHeader, withHeaders } from "../../auth/with_key.ts";
import type { SuiteName } from "../../cli/finding_codes.ts";
import { asUserError, type ErrorCode, type UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import type { DoctorSettings, Environment } from "../../cli/settings.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { abortable } from "../../lib/time.ts";
import type { Pins } from "../approval/pins.ts";
import { type DeadlineContext, startDeadline } from "../limits/deadline.ts";
import { maxBytes } from "../limits/max_bytes.ts";
import { sameOriginOnly } from "../limits/same_origin.ts";
import { watchRequests } from "../limits/watch_requests.ts";
import type { Era } from "../connection/connection.ts";
import type { RunEvent } from "../run_event.ts";
import type { ConnectedServer } from "../servers/connect_server.ts";
import { connectServers, type ConnectServersContext } from "../servers/connect_servers.ts";
import type { ServerTarget } from "../servers/server_config.ts";
import { seeEras } from "./eras.ts";
import { type Add, codeOf, type Found, found, hiddenBy } from "./finding.ts";
import { askWithoutKey, judgeAddress, judgeRefusals } from "./key.ts";
import { examineAddresses, judgeWay } from "./reach.ts";
import type { RequestContext } from "./request.ts";
import { judgeStreams } from "./streams.ts";
import { callOnce, examineDefinitions, judgeLists } from "./tools.ts";
import { watchWire, type Wire } from "./wire.ts";

/** Seconds for each step of the handshake. */
const HANDSHAKE_SECONDS = 7;

/** Seconds for the list of tools. */
const LIST_SECONDS = 7;

/** What the examination needs from the process. */
export interface ServerContext extends ConnectServersContext {
  /** Makes the requests. */
  readonly fetch: Fetch;
  /** A clock: milliseconds since any fixed time. */
  readonly now: () => number;
  /** The variables, which may name a proxy. */
  readonly environment: Environment;
}

/** What the examination of a server needs. */
export interface ServerSuite {
  /** The server; `undefined` for the one on the default port, or an embedded one. */
  readonly target: ServerTarget | undefined;
  /** The era to take, and the key of a server on the default port. */
  readonly settings: DoctorSettings;
  /** The process. */
  readonly context: ServerContext;
  /** What the user has approved. */
  readonly pins: Pins;
  /** Takes the findings of a suite. */
  readonly adding: (suite: SuiteName) => Add;
  /** Called when nothing more follows for a suite. */
  readonly done: (suite: SuiteName) => void;
  /** Called when it is known whether the server can be asked a whole question. The rest may take longer. */
  readonly onReady: (examined: Examined) => void;
  /** What was opened, for the caller to close. */
  readonly opened: AsyncDisposable[];
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** What is left for the suites that are about several servers. */
export interface Examined {
  /** The server, if it could be connected to. */
  readonly server?: ConnectedServer;
  /** Its tools, if it could list them. */
  readonly tools?: readonly Tool[];
}

/** Examines a server. What fails is a finding; it rejects with the reason of the signal only. */
export async function examineServer(suite: ServerSuite): Promise<void> {
  const { target, context, pins, adding, done, signal } = suite;
  const wire = watchWire(context.fetch, context.now);
  const watch = watchRequests(wire.fetch, context.now);
  const deadlines = { interrupted: signal, awaited: watch.awaited, now: context.now };
  const addressed = target && examineAddresses(target.url, context, adding("reach"));
  const connection = await connectTo(suite, watch.fetch);
  const { server, era, headers } = connection;
  const url = server?.url ?? target?.url;
  const failed: Found | undefined = connection.error && { level: "failure", error: connection.error };
  if (connection.error) adding(suiteOf(connection.error))(failed!);

  const tools = server && await listed(server, deadlines, pins, adding("tools"));
  if (addressed) await addressed;
  else if (server) await examineAddresses(server.url, context, adding("reach"));
  if (server) judgeWay(wire.seen(), adding("reach"));
  done("reach");

  const bare = { fetch: limited(wire.fetch), now: context.now, signal };
  const withKey = {
    ...bare,
    fetch: limited(url ? withHeaders(wire.fetch, headers, url.origin) : wire.fetch),
  };
  const call = async () => {
    if (server && tools) {
      await callOnce(server, tools, wire.seen, deadlines, adding("tools"))
        .catch((error) => report(error, signal, adding("tools")));
    }
    suite.onReady({ ...(server ? { server } : {}), ...(tools ? { tools } : {}) });
  };
  const look = async () => {
    if (url) await examineKey({ url, headers, era, wire, bare }, adding("key"));
    if (failed && suiteOf(connection.error!) === "reach") adding("key")(hiddenBy(codeOf(failed)));
    done("key");
    if (url && (server || MAY_SPEAK_ANOTHER.has(connection.error!.code))) {
      const isSilenceNew = connection.error?.code !== "mcp_timeout";
      const eras = await seeEras(target?.url ?? url, withKey, adding("eras"), isSilenceNew);
      judgeStreams(eras, adding("streams"));
    } else if (failed) {
      if (suiteOf(connection.error!) !== "eras") adding("eras")(hiddenBy(codeOf(failed)));
      adding("streams")(hiddenBy(codeOf(failed)));
    }
    done("eras");
    done("streams");
  };
  await Promise.all([call(), look()]);
  judgeLists(wire.seen(), adding("tools"));
  if (failed) adding("tools")(hiddenBy(codeOf(failed)));
  done("tools");
}

function limited(fetch: Fetch): Fetch {
  return sameOriginOnly(maxBytes(fetch, () => {}));
}

interface Connected {
  readonly server?: ConnectedServer;
  /** The era that was taken. */
  readonly era?: Era | undefined;
  readonly error?: UserError;
  readonly headers: Readonly<Record<string, string>>;
}

/** Connects as `ask` does. */
async function connectTo(suite: ServerSuite, fetch: Fetch): Promise<Connected> {
  const { target, settings, context, signal, opened, adding } = suite;
  const { era, authKey } = settings;
  const show = showing(adding("eras"));
  let taken: Era | undefined;
  let headers = target?.headers ??
    (authKey === undefined ? {} : { authorization: authorizationHeader(authKey) });
  const startEmbedded = async (key: string) => {
    headers = { authorization: authorizationHeader(key) };
    return await context.startEmbedded(key);
  };
  try {
    const connected = await connectServers({ ...context, startEmbedded }, {
      targets: target ? [target] : [],
      settings: { era, authKey, timeout: HANDSHAKE_SECONDS, debug: false, debugWire: false },
      fetch,
      show(event) {
        if (event.type === "server") taken = event.era;
        show(event);
      },
      signal,
    });
    opened.push(connected);
    return { server: connected.servers[0]!, era: taken, headers };
  } catch (error) {
    signal.throwIfAborted();
    return { error: asUserError(error), headers };
  }
}

/** The events that `ask` would show, as findings. */
function showing(add: Add): (event: RunEvent) => void {
  return (event) => {
    if (event.type === "server") {
      const { title, era, revision, url } = event;
      const code = event.isEmbedded ? "era_taken_embedded" : "era_taken";
      add(found("ok", code, { title: oneLine(title), era, revision: oneLine(revision), url }));
    } else if (event.type === "note" && event.code === "serverDeviates") {
      add(found("warning", "server_deviates", { text: event.text }));
    } else if (event.type === "note" && event.code === "sessionLost") {
      add(found("warning", "session_lost", { count: "" }));
    }
  };
}

async function listed(
  server: ConnectedServer,
  deadlines: DeadlineContext,
  pins: Pins,
  add: Add,
): Promise<readonly Tool[] | undefined> {
  using deadline = startDeadline(LIST_SECONDS, deadlines);
  try {
    return await abortable(() => examineDefinitions(server, pins, add), deadline.signal);
  } catch (error) {
    report(error, deadlines.interrupted, add);
  }
}

/** What a check threw, as a finding. */
function report(error: unknown, signal: AbortSignal, add: Add): void {
  signal.throwIfAborted();
  add({ level: "failure", error: asUserError(error) });
}

interface KeyCheck {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The era that was taken, if it could connect. */
  readonly era: Era | undefined;
  readonly wire: Wire;
  /** Sends no key. */
  readonly bare: RequestContext;
}

async function examineKey({ url, headers, era, wire, bare }: KeyCheck, add: Add): Promise<void> {
  const isKeySent = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  judgeAddress(url, isKeySent, add);
  if (era && isKeySent) {
    // A server that hangs up has not accepted the request.
    await askWithoutKey(bare, era, url, add).catch(() => bare.signal.throwIfAborted());
  } else if (era) add(found("ok", "no_key_needed"));
  await judgeRefusals(wire.seen(), bare, add);
}

/** The suite that a failed connection belongs to. */
function suiteOf({ code }: UserError): SuiteName {
  if (KEY_CODES.has(code)) return "key";
  return WAY_CODES.has(code) ? "reach" : "eras";
}

const KEY_CODES: ReadonlySet<ErrorCode> = new Set([
  "mcp_key_missing",
  "mcp_key_refused",
  "mcp_forbidden",
  "mcp_oauth_required",
  "key_empty",
  "key_unsendable",
]);

const WAY_CODES: ReadonlySet<ErrorCode> = new Set([
  "mcp_unreachable",
  "mcp_silent",
  "mcp_proxy_key",
  "mcp_moved",
  "redirect_refused",
  "mcp_busy",
  "mcp_error",
]);

/** After these, another era may work. */
const MAY_SPEAK_ANOTHER: ReadonlySet<ErrorCode> = new Set([
  "mcp_timeout",
  "unsupported_era",
  "mcp_session_refused",
  "mcp_messages_refused",
  "endpoint_refused",
  "mcp_handshake_refused",
  "mcp_invalid_answer",
]);
