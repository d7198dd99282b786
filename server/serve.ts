/**
 * The command `serve`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type AcceptedKey, parseKeys } from "../auth/keys.ts";
import { networkReason } from "../cli/error_text.ts";
import { keyError, UserError } from "../cli/errors.ts";
import { explainError } from "../cli/explain_error.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { Messages } from "../cli/messages/messages.ts";
import type { LogFormat, ServeSettings } from "../cli/settings.ts";
import type { Output } from "../cli/output.ts";
import { oneLine } from "../cli/printable.ts";
import { isTimeZone, localTimeZone, nearestTimeZones } from "../features/time_zone.ts";
import { createRedactor } from "../trace/record/redact.ts";
import { createTimeline } from "../trace/timeline/timeline.ts";
import { type App, type AppOptions, createApp } from "./app.ts";
import { FEATURES } from "./features.ts";
import { isLoopbackHost } from "./guards.ts";
import { listen, type Listener } from "./listen.ts";
import { followTls, readTls, type TlsPaths } from "./tls.ts";
import { LAB_NAMES, type LabName } from "../cli/lab_names.ts";
import { suggest } from "../lib/suggest.ts";
import { serveLimits } from "../cli/serve_limits.ts";
import { limitsOf } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { type Audit, type AuditWriter, createAudit } from "./audit.ts";
import { createFileKeys, type FileKeys } from "./keys/file_keys.ts";
import { type FollowedFile, followKeyFile } from "./keys/follow.ts";

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
  /** Calls `act` for each SIGHUP; until then, it ends the process. */
  readonly onHangup?: (act: () => void) => void;
  /** Resolves when the user or the system asks the server to stop. */
  readonly stopAsked: Promise<unknown>;
}

/**
 * Serves until `stop` resolves.
 *
 * @throws {UserError} for settings that contradict one another, files that cannot be used, and an address that
 * cannot be listened on
 */
export async function serve(given: ServeSettings, plain: ServeContext): Promise<ExitStatus> {
  const context = given.logFormat === "json" ? { ...plain, output: jsonNotes(plain.output) } : plain;
  const { messages: { serve: text }, output } = context;
  const labs = given.labs.flatMap((list) => list.split(",")).map((name) => name.trim());
  if (labs.includes("list")) {
    const width = Math.max(...LAB_NAMES.map((name) => name.length));
    const meanings = context.messages.labs;
    output.answer(LAB_NAMES.map((name) => `${name.padEnd(width)}  ${meanings[name]}\n`).join(""));
    return EXIT.answered;
  }
  const staged = labs.map(knownLab);
  const settings = { ...given, authKeys: [...given.authKeys, ...await keysOfFile(given.authKeyFile)] };
  const { auth, authKeys, wireKeys, keysFile, workers, port } = settings;
  const keys = acceptedKeys(authKeys);
  const hasKeys = keys.length > 0 || keysFile !== undefined;
  if (hasKeys && !auth) throw new UserError("key_and_no_auth");
  const hostname = settings.host ?? (hasKeys && staged.length === 0 ? "0.0.0.0" : "127.0.0.1");
  if (staged.length > 0 && !settings.yes && !isLoopbackHost(hostname)) {
    throw new UserError("public_lab", { host: hostname });
  }
  if (!hasKeys && auth && !isLoopbackHost(hostname)) {
    throw new UserError("public_without_key", { host: hostname });
  }
  output.conceal?.([...authKeys, ...wireKeys, settings.stateKey]);
  const onFailure = (reason: string) => output.note(text.listeningAgain(reason));
  const limitValues = serveLimits(settings.limits);
  const shared = {
    version: context.version,
    keys,
    allowOrigins: settings.allowOrigins,
    allowHosts: settings.allowHosts,
    timeZone: checkedTimeZone(settings.timeZone, context),
    stateKey: stateKeyOf(settings.stateKey),
    limits: limitsOf(limitValues),
  };
  const tlsPaths = tlsPathsOf(settings);
  const tls = tlsPaths && await readTls(tlsPaths);
  if (workers > 1) {
    refuseWithThreads(settings);
    const { startWorkers } = await import("./workers.ts");
    const threads = await startWorkers(workers, { ...shared, hostname, port, tls, onFailure });
    show(banner(threads, { keyCount: keys.length }, settings, context), output);
    const renewal = tlsPaths && await renewTls(tlsPaths, threads, context);
    await Promise.race([context.stopAsked, threads.failed]);
    renewal?.stop();
    return await stopped(() => threads.stop(), context);
  }
  const audit = await openAudit(settings.audit, context);
  const fileKeys = keysFile === undefined ? undefined : createFileKeys(keys, Date.now);
  const metrics = settings.metrics ? await createServerMetrics(context.version) : undefined;
  const log = settings.logFormat && await requestLog(settings.logFormat, plain.output);
  const makeApp = () =>
    createServerApp({
      ...shared,
      limitValues,
      ...(fileKeys ? { keyRing: fileKeys } : {}),
      ...(metrics ? { metrics } : {}),
      ...(log ? { requestLog: log } : {}),
      ...(audit || metrics ? { audit: both(audit, metrics?.audit) } : {}),
      ...recordOptions(settings, context),
    });
  const app = staged.length === 0 ? makeApp() : await stage(staged, makeApp);
  const followed = fileKeys && await followKeys(keysFile!, fileKeys, app.endClient, context);
  const listener = listen(app, hostname, port, { onFailure, tls });
  const renewal = tlsPaths && await renewTls(tlsPaths, listener, context);
  show(
    banner(listener, { keyCount: keys.length, fileKeyCount: fileKeys?.size, staged }, settings, context),
    output,
  );
  await context.stopAsked;
  renewal?.stop();
  followed?.stop();
  const status = await stopped(() => listener.stop(), context);
  metrics?.close();
  await audit?.close();
  return status;
}

function show(lines: readonly string[], output: Output): void {
  for (const line of lines) output.note(line);
}

async function stopped(stop: () => Promise<void>, { messages, output }: ServeContext): Promise<ExitStatus> {
  output.note(messages.serve.stopping);
  await stop();
  output.note(messages.serve.stopped);
  return EXIT.answered;
}

/** Loaded only then. */
async function stage(names: readonly LabName[], makeApp: () => App): Promise<App> {
  const { withLabs } = await import("./labs/stage.ts");
  return withLabs(makeApp(), names, makeApp);
}

function knownLab(name: string): LabName {
  const found = LAB_NAMES.find((each) => each === name);
  if (found) return found;
  throw new UserError("unknown_lab", { name, nearest: suggest(name, LAB_NAMES)[0] ?? "" });
}

/** Every note as a line of JSON, for what reads logs. */
function jsonNotes(output: Output): Output {
  return {
    ...output,
    style: (_kind, text) => text,
    note(text) {
      if (text === "") return;
      const time = new Date().toISOString();
      output.note(JSON.stringify({ level: "info", event: "note", time, text: text.trim() }));
    },
  };
}

async function requestLog(format: LogFormat, output: Output) {
  const { createRequestLog } = await import("./request_log.ts");
  const randomId = () => crypto.randomUUID().slice(0, 8);
  return createRequestLog({ format, write: output.note, now: Date.now, randomId });
}

/** Loaded only then: its library is not needed otherwise. */
async function createServerMetrics(version: string): Promise<Metrics> {
  const { createMetrics } = await import("./metrics.ts");
  return createMetrics(FEATURES.tools.map(({ name }) => name), version);
}

function both(...audits: readonly (Audit | undefined)[]): Audit {
  return {
    call: (record) => audits.forEach((audit) => audit?.call(record)),
    refused: (status) => audits.forEach((audit) => audit?.refused(status)),
  };
}

function refuseWithThreads(settings: ServeSettings): void {
  const { debug, debugWire, keysFile, audit, metrics, logFormat, labs } = settings;
  if (labs.length > 0) throw new UserError("workers_unavailable", { reason: "workers_labs" });
  if (debug || debugWire) throw new UserError("workers_unavailable", { reason: "workers_debug" });
  if (keysFile !== undefined || audit !== undefined || metrics || logFormat) {
    throw new UserError("workers_unavailable", { reason: "workers_keys" });
  }
}

/** The keys in the file of `--auth-key-file`, one on a line. */
async function keysOfFile(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new UserError("keys_file_unreadable", { path, detail: networkReason(error) }, { cause: error });
  }
  const keys = text.split("\n").map((line) => line.trim()).filter((line) =>
    line !== "" && !line.startsWith("#")
  );
  if (keys.length === 0) throw new UserError("keys_file_broken", { path, reason: "no_keys" });
  return keys;
}

/** Follows the keys file: what changes is noted, and takes effect at once. */
async function followKeys(
  path: string,
  keys: FileKeys,
  endClient: (name: string) => void,
  { messages, output, onHangup }: ServeContext,
): Promise<FollowedFile> {
  const { serve: text } = messages;
  const file = await followKeyFile(path, {
    keys,
    onChange: (count) => output.note(text.keysChanged(count, path)),
    onProblem: (error) =>
      output.note(output.style("red", text.keysKept(explainError(error, messages).title))),
    onEnd(name) {
      output.note(text.keyEnded(name));
      endClient(name);
    },
  });
  onHangup?.(() => void file.reload());
  return file;
}

/** The files of the certificate; both, or none. */
function tlsPathsOf({ tlsCert: cert, tlsKey: key }: ServeSettings): TlsPaths | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new UserError("flag_missing", { command: "serve", flag: "--tls-cert" });
  if (key === undefined) throw new UserError("flag_missing", { command: "serve", flag: "--tls-key" });
  return { cert, key };
}

/** Follows the files of the certificate. */
function renewTls(paths: TlsPaths, listener: Listener, { messages, output }: ServeContext) {
  const { serve: text } = messages;
  return followTls(paths, (tls) => {
    listener.renew(tls).then(() => output.note(text.tlsRenewed));
  }, (error) => output.note(output.style("red", text.tlsKept(explainError(error, messages).title))));
}

/** The audit of `--audit`; fails now if its file cannot be written. */
async function openAudit(
  path: string | undefined,
  { messages, output }: ServeContext,
): Promise<AuditWriter | undefined> {
  if (path === undefined) return undefined;
  // The file is opened for each write: it may be renamed, to begin a new one.
  const append = (text: string) => Deno.writeTextFile(path, text, { append: true, mode: 0o600 });
  try {
    await append("");
  } catch (error) {
    throw new UserError("audit_unwritable", { path, detail: networkReason(error) }, { cause: error });
  }
  return createAudit({ append }, Date.now, (reason) => {
    output.note(output.style("red", messages.serve.auditFailing(path, networkReason(reason))));
  });
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

/** What the banner shows besides the settings. */
interface Shown {
  readonly keyCount: number;
  /** Of the keys file, if there is one. */
  readonly fileKeyCount?: number | undefined;
  readonly staged?: readonly LabName[];
}

function banner(
  { hostname, port }: Listener,
  { keyCount, fileKeyCount, staged = [] }: Shown,
  { stateKey, wireSize, wireKeys, workers, keysFile, tlsCert }: ServeSettings,
  context: ServeContext,
): string[] {
  const { messages: { serve: text }, output, program, version } = context;
  const isEverywhere = hostname === "0.0.0.0" || hostname === "::";
  const scheme = tlsCert === undefined ? "http" : "https";
  const base = `${scheme}://${isEverywhere ? "localhost" : urlHost(hostname)}:${port}`;
  const urls = [`${base}/mcp`, ...(workers > 1 ? [] : [`${base}/mcp`, `${base}/sse`])];
  const width = Math.max(...urls.map((url) => url.length)) + 2;
  const open = isLoopbackHost(hostname) ? text.authOff : text.authOffPublic;
  const server = port === 8000 && tlsCert === undefined ? "" : ` --server ${base}`;
  const isOpen = keyCount === 0 && fileKeyCount === undefined;
  const key = isOpen ? "" : "MCP_SERVER_AUTH_KEY=YOUR_KEY ";
  return [
    output.style("bold", text.ready(version, `${scheme}://${urlHost(hostname)}:${port}`)),
    ...urls.map((url, index) => `  ${url.padEnd(width)}${output.style("dim", text.eras[index]!)}`),
    ...(workers > 1
      ? [text.workers(workers)]
      : wireSize > 0
      ? [text.wireView(`${base}/`, wireKeys.length > 0)]
      : []),
    ...(keyCount > 0 ? [text.authOn(keyCount)] : []),
    ...(fileKeyCount === undefined ? [] : [text.keysFile(fileKeyCount, keysFile!)]),
    ...(isOpen ? [output.style("red", open)] : []),
    ...(stateKey !== undefined ? [] : [output.style("dim", text.randomStateKey)]),
    ...(staged.length === 0 ? [] : [
      output.style("red", text.labs),
      ...staged.map((name) => `  ${name}: ${context.messages.labs[name]}`),
    ]),
    "",
    text.otherTerminal,
    `  ${key}${program} ask${server} "${text.exampleQuestion}"`,
    output.style("dim", text.stop),
  ];
}

function urlHost(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
