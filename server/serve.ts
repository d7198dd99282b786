/**
 * The command `serve`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type AcceptedKey, parseKeys } from "../auth/keys.ts";
import { keyError, UserError } from "../cli/errors.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { Messages } from "../cli/messages/messages.ts";
import type { ServeSettings } from "../cli/settings.ts";
import type { Output } from "../cli/output.ts";
import { oneLine } from "../cli/printable.ts";
import { isTimeZone, localTimeZone, nearestTimeZones } from "../features/time_zone.ts";
import { createRedactor } from "../trace/record/redact.ts";
import { createTimeline } from "../trace/timeline/timeline.ts";
import { type App, type AppOptions, createApp } from "./app.ts";
import { FEATURES } from "./features.ts";
import { isLoopbackHost } from "./guards.ts";
import { listen, type Listener } from "./listen.ts";
import type { Workers, WorkersOptions } from "./workers.ts";

/** What the command needs besides its settings. */
export interface ServeContext {
  /** This program's version. */
  readonly version: string;
  /** Messages in the user's language. */
  readonly messages: Messages;
  /** Writes the banner and the notes. */
  readonly output: Output;
  /** The command that starts this program, for the line to type in the other terminal. */
  readonly program: string;
  /** Resolves when the user or the system asks the server to stop. */
  readonly stopAsked: Promise<unknown>;
}

/**
 * Serves until `stop` resolves.
 *
 * @throws {UserError} for settings that contradict one another, and an address that cannot be listened on
 */
export async function serve(settings: ServeSettings, context: ServeContext): Promise<ExitStatus> {
  const { messages, output } = context;
  const keys = acceptedKeys(settings.authKeys);
  if (keys.length > 0 && !settings.auth) throw new UserError("key_and_no_auth");
  const hostname = settings.host ?? (keys.length > 0 ? "0.0.0.0" : "127.0.0.1");
  if (keys.length === 0 && settings.auth && !isLoopbackHost(hostname)) {
    throw new UserError("public_without_key", { host: hostname });
  }
  output.conceal?.([...settings.authKeys, ...settings.wireKeys, settings.stateKey]);
  const timeZone = checkedTimeZone(settings.timeZone, context);
  const onFailure = (reason: string) => output.note(messages.serve.listeningAgain(reason));
  const stateKey = stateKeyOf(settings.stateKey);
  const shared = { ...settings, version: context.version, hostname, keys, timeZone, stateKey };
  const listener = settings.workers > 1
    ? await inThreads(shared, onFailure)
    : listen(createServerApp({ ...shared, ...recordOptions(settings, context) }), hostname, settings.port, {
      onFailure,
    });
  for (const line of banner(listener, keys.length, settings, context)) {
    output.note(line);
  }
  await Promise.race([context.stopAsked, ...("failed" in listener ? [listener.failed] : [])]);
  output.note(messages.serve.stopping);
  await listener.stop();
  output.note(messages.serve.stopped);
  return EXIT.answered;
}

/** Serves in threads, which are loaded only then. */
async function inThreads(
  settings: Pick<ServeSettings, "workers" | "debug" | "debugWire"> & Omit<WorkersOptions, "onFailure">,
  onFailure: (reason: string) => void,
): Promise<Workers> {
  const {
    workers,
    debug,
    debugWire,
    version,
    hostname,
    port,
    keys,
    allowOrigins,
    allowHosts,
    stateKey,
    timeZone,
  } = settings;
  if (debug || debugWire) throw new UserError("workers_unavailable", { reason: "workers_debug" });
  const { startWorkers } = await import("./workers.ts");
  const options = { version, hostname, port, keys, allowOrigins, allowHosts, stateKey, timeZone };
  return await startWorkers(workers, { ...options, onFailure });
}

/** The options of recording: for the wire view, for `--debug`, or none. */
function recordOptions(
  { wireSize, wireKeys, authKeys, stateKey, debug, debugWire }: ServeSettings,
  { output, messages: { language } }: ServeContext,
): Pick<AppOptions, "record" | "onProblem"> {
  const isShown = debug || debugWire;
  if (wireSize === 0 && !isShown) return {};
  return {
    record: {
      size: wireSize,
      viewKeys: acceptedKeys(wireKeys),
      redactor: createRedactor([...authKeys, ...wireKeys, stateKey]),
      ...(isShown
        ? { sink: createTimeline({ output, language, detail: debugWire ? "wire" : "steps" }) }
        : {}),
    },
    ...(isShown
      ? { onProblem: (error: unknown) => output.note(output.style("red", oneLine(String(error), 1000))) }
      : {}),
  };
}

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

function createServerApp(options: Omit<AppOptions, keyof typeof FEATURES>): App {
  return createApp({ ...options, ...FEATURES });
}

/** Any text can serve as a key: its hash has the length that signing needs. */
function stateKeyOf(text: string | undefined): Uint8Array {
  if (text === undefined) return crypto.getRandomValues(new Uint8Array(32));
  return createHash("sha256").update(text).digest();
}

function acceptedKeys(given: readonly string[]): readonly AcceptedKey[] {
  const parsed = parseKeys(given);
  if (parsed.kind === "keys") return parsed.keys;
  throw keyError(parsed.problem);
}

/** The time zone of the machine; prints a note if `TZ` is invalid. */
function machineTimeZone({ messages, output }: Pick<ServeContext, "messages" | "output">): string {
  const { name, notUnderstood } = localTimeZone(Deno.env.get("TZ"));
  if (notUnderstood !== undefined) output.note(messages.serve.timeZoneUnknown(oneLine(notUnderstood), name));
  return name;
}

function checkedTimeZone(name: string | undefined, context: ServeContext): string {
  if (name === undefined) return machineTimeZone(context);
  if (isTimeZone(name)) return name;
  throw new UserError("bad_time_zone", { name, near: nearestTimeZones(name).join(", ") });
}

function banner(
  { hostname, port }: Listener,
  keyCount: number,
  { stateKey, wireSize, wireKeys, workers }: ServeSettings,
  context: ServeContext,
): string[] {
  const { messages: { serve: text }, output, program, version } = context;
  const isEverywhere = hostname === "0.0.0.0" || hostname === "::";
  const base = `http://${isEverywhere ? "localhost" : urlHost(hostname)}:${port}`;
  const urls = [`${base}/mcp`, ...(workers > 1 ? [] : [`${base}/mcp`, `${base}/sse`])];
  const width = Math.max(...urls.map((url) => url.length)) + 2;
  const open = isLoopbackHost(hostname) ? text.authOff : text.authOffPublic;
  const server = port === 8000 ? "" : ` --server ${base}`;
  const key = keyCount === 0 ? "" : "MCP_SERVER_AUTH_KEY=YOUR_KEY ";
  return [
    output.style("bold", text.ready(version, `http://${urlHost(hostname)}:${port}`)),
    ...urls.map((url, index) => `  ${url.padEnd(width)}${output.style("dim", text.eras[index]!)}`),
    ...(workers > 1
      ? [text.workers(workers)]
      : wireSize > 0
      ? [text.wireView(`${base}/`, wireKeys.length > 0)]
      : []),
    keyCount > 0 ? text.authOn(keyCount) : output.style("red", open),
    ...(stateKey !== undefined ? [] : [output.style("dim", text.randomStateKey)]),
    "",
    text.otherTerminal,
    `  ${key}${program} ask${server} "${text.exampleQuestion}"`,
    output.style("dim", text.stop),
  ];
}

function urlHost(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
