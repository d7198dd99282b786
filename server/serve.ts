/**
 * The command `serve`.
 *
 * @module
 */
import { UserError } from "../cli/errors.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import { LAB_NAMES, type LabName } from "../cli/lab_names.ts";
import { listOf, namesIn } from "../cli/named_list.ts";
import type { Output } from "../cli/output.ts";
import { oneLine } from "../cli/printable.ts";
import { serveLimits } from "../cli/serve_limits.ts";
import type { LogFormat, ServeSettings } from "../cli/settings.ts";
import { isTimeZone, nearestTimeZones } from "../features/time_zone.ts";
import { createRedactor } from "../trace/record/redact.ts";
import { createTimeline } from "../trace/timeline/timeline.ts";
import type { App, AppOptions } from "./app.ts";
import type { Audit } from "./audit.ts";
import { banner } from "./banner.ts";
import { FEATURES } from "./features.ts";
import { isLoopbackHost } from "../lib/loopback.ts";
import { createFileKeys } from "./keys/file_keys.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { listen } from "./listen.ts";
import type { Metrics } from "./metrics.ts";
import { acceptedKeys, createServerApp, machineTimeZone, stateKeyOf } from "./own_app.ts";
import type { Replicas } from "./replicas/replicas.ts";
import type { ServeContext } from "./serve_context.ts";
import { followKeys, keysOfFile, openAudit, renewTls, tlsPathsOf } from "./serve_files.ts";
import { readTls } from "./tls.ts";

/**
 * Serves until `stop` resolves.
 *
 * @throws {UserError} for settings that contradict one another, files that cannot be used, and an address that
 * cannot be listened on
 */
export async function serve(given: ServeSettings, plain: ServeContext): Promise<ExitStatus> {
  const context = given.logFormat === "json" ? { ...plain, output: jsonNotes(plain.output) } : plain;
  const { messages: { serve: text }, output } = context;
  const staged = namesIn(given.labs, LAB_NAMES, "unknown_lab");
  if (staged === "list") {
    output.answer(listOf(LAB_NAMES, context.messages.labs));
    return EXIT.answered;
  }
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
  const replicas = settings.redis && await join(settings.redis, settings, shared, context);
  const log = settings.logFormat && await requestLog(settings.logFormat, plain.output);
  const makeApp = (replicas?: Replicas) =>
    createServerApp({
      ...shared,
      limitValues,
      ...(fileKeys ? { keyRing: fileKeys } : {}),
      ...(metrics ? { metrics } : {}),
      ...(log ? { requestLog: log } : {}),
      ...(replicas ? { replicas } : {}),
      ...(audit || metrics ? { audit: both(audit, metrics?.audit) } : {}),
      ...recordOptions(settings, context),
    });
  const app = staged.length === 0 ? makeApp(replicas) : await stage(staged, makeApp);
  const followed = fileKeys && await followKeys(keysFile!, fileKeys, app.endClient, context);
  const listener = listen(app, hostname, port, { onFailure, tls });
  const renewal = tlsPaths && await renewTls(tlsPaths, listener, context);
  show(
    banner(listener, { keyCount: keys.length, fileKeyCount: fileKeys?.size, staged }, settings, context),
    output,
  );
  await context.stopAsked;
  await drained(app, settings, context);
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

/** A balancer learns from the health page that this server is going to stop, while it still answers. */
async function drained(
  app: App,
  { drain }: ServeSettings,
  { messages, output }: ServeContext,
): Promise<void> {
  if (drain === 0) return;
  app.drain();
  output.note(messages.serve.draining(drain));
  await new Promise((resolve) => setTimeout(resolve, drain * 1000));
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
async function join(
  url: URL,
  { redisPrefix, stateKey }: ServeSettings,
  { limits, stateKey: key }: Pick<AppOptions, "stateKey"> & { readonly limits: Limits },
  { messages: { serve: text }, output }: ServeContext,
): Promise<Replicas> {
  output.conceal?.([decodeURIComponent(url.password)]);
  const { joinReplicas } = await import("./replicas/replicas.ts");
  return await joinReplicas({
    url,
    prefix: redisPrefix,
    limits,
    stateKey: stateKey === undefined ? undefined : key,
    newStateKey: key,
    randomId: () => crypto.randomUUID(),
    onAway: (reason) => output.note(text.redisAway(reason)),
    onReturn: () => output.note(text.redisBack),
    onRefusal: (words) => output.note(text.redisRefuses(words)),
  });
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
  const { debug, debugWire, keysFile, audit, metrics, logFormat, labs, redis } = settings;
  if (redis) throw new UserError("workers_unavailable", { reason: "workers_redis" });
  if (labs.length > 0) throw new UserError("workers_unavailable", { reason: "workers_labs" });
  if (debug || debugWire) throw new UserError("workers_unavailable", { reason: "workers_debug" });
  if (keysFile !== undefined || audit !== undefined || metrics || logFormat) {
    throw new UserError("workers_unavailable", { reason: "workers_keys" });
  }
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

function checkedTimeZone(name: string | undefined, context: ServeContext): string {
  if (name === undefined) return machineTimeZone(context);
  if (isTimeZone(name)) return name;
  throw new UserError("bad_time_zone", { name, near: nearestTimeZones(name).join(", ") });
}
