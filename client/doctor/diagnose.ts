/**
 * Runs the suites: side by side if they do not depend on one another.
 *
 * @module
 */
import { type SuiteName, SUITES } from "../../cli/finding_codes.ts";
import { asUserError } from "../../cli/errors.ts";
import type { AskSettings, DoctorSettings } from "../../cli/settings.ts";
import { abortAfter } from "../../lib/time.ts";
import { createPins } from "../approval/pins.ts";
import { openFetches } from "../recording/fetches.ts";
import type { RunContext } from "../run/run.ts";
import { credentialsOf, findTargets } from "../servers/open_servers.ts";
import type { ServerTarget } from "../servers/server_config.ts";
import { codeOf, type Finding, type Found, found, hiddenBy } from "./finding.ts";
import { examineModel } from "./model.ts";
import { type Examined, examineServer } from "./server.ts";
import { examineSettings, type GivenSettings } from "./settings.ts";
import { askTogether } from "./together.ts";
import { judgeShared } from "./tools.ts";

/** Milliseconds for everything; closing the connections may take the rest of the twenty seconds. */
const ALL_MS = 17_500;

/** Takes what is found. */
export interface Listener {
  /** Called with each finding as soon as it is known. */
  readonly found: (finding: Finding) => void;
  /** Called when nothing more follows for a suite. */
  readonly done: (suite: SuiteName) => void;
}

/** What the suites need from the process. */
export interface DoctorContext extends RunContext {
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
}

/** Examines everything. Rejects only when the user interrupts it. */
export async function diagnose(
  given: GivenSettings,
  context: DoctorContext,
  listener: Listener,
): Promise<void> {
  const { settings } = given;
  const failures: Found[] = [];
  const open = new Set<SuiteName>(SUITES);
  const add = (named: SuiteName, about?: string) => (each: Found) => {
    // What a connection says late belongs to what it is used for then.
    const suite = open.has(named) ? named : "together";
    if (!open.has(suite)) return;
    if (each.level === "failure") failures.push(each);
    listener.found({ suite, ...each, ...(about === undefined ? {} : { about }) });
  };
  const done = (suite: SuiteName) => {
    if (open.delete(suite)) listener.done(suite);
  };

  const hide = (suites: readonly SuiteName[], failure: Found | undefined) => {
    for (const suite of suites) {
      if (failure) add(suite)(hiddenBy(codeOf(failure)));
      done(suite);
    }
  };

  examineSettings(given, add("settings"));
  const targets = await targetsOf(settings, context, add("settings"));
  done("settings");
  const [noServers, noModel] = [blocking("servers", failures), blocking("model", failures)];

  using limit = abortAfter(ALL_MS, () => TIME_OVER, context.interrupted);
  const { signal } = limit;
  const opened: AsyncDisposable[] = [];
  const asked = askSettingsOf(settings);
  const fetches = await openFetches(asked, context, []);
  const pins = createPins(context.pinStore);
  const waiting = new Map<SuiteName, number>();
  const servers = noServers ? [] : targets.length > 0 ? targets : [undefined];
  const examine = (target: ServerTarget | undefined, onReady: (examined: Examined) => void) =>
    examineServer({
      target,
      settings,
      context,
      pins,
      adding: (suite) => add(suite, servers.length > 1 ? target?.name : undefined),
      // A suite has ended when it has for each server.
      done(suite) {
        const ended = (waiting.get(suite) ?? 0) + 1;
        waiting.set(suite, ended);
        if (ended === servers.length && suite !== "tools") done(suite);
      },
      onReady,
      opened,
      signal,
    });
  const readiness = servers.map(() => Promise.withResolvers<Examined>());
  const allReady = Promise.all(readiness.map(({ promise }) => promise));

  const examineServers = async () => {
    if (noServers) return hide(OF_SERVERS, noServers);
    await Promise.all(servers.map((target, index) => examine(target, readiness[index]!.resolve)));
    const lists = (await allReady).flatMap(({ tools }, index) =>
      tools ? [{ server: targets[index]?.name ?? "", tools }] : []
    );
    judgeShared(lists, add("tools"));
    done("tools");
  };
  const askModel = async () => {
    if (noModel) return hide(["model"], noModel);
    await examineModel({ settings: asked, fetch: fetches.model, context, signal }, add("model"));
    done("model");
  };
  const askWhole = async () => {
    const [all] = await Promise.all([allReady, askModel()]);
    const connected = all.flatMap(({ server }) => server ?? []);
    const [failure] = failures;
    const suite = { settings: asked, servers: connected, modelFetch: fetches.model, context, signal };
    if (failure) add("together")(hiddenBy(codeOf(failure)));
    else await askTogether(suite, add("together"));
    done("together");
  };
  try {
    await Promise.all([examineServers(), askWhole()]);
  } catch (error) {
    context.interrupted.throwIfAborted();
    const isLate = signal.aborted;
    for (const suite of open) {
      add(suite)(isLate ? found("skipped", "not_in_time") : { level: "failure", error: asUserError(error) });
      if (!isLate) break;
    }
  } finally {
    // A server that does not answer its last request takes two seconds: not one after the other.
    await Promise.all(opened.map((each) => each[Symbol.asyncDispose]()));
  }
  for (const suite of open) done(suite);
}

const TIME_OVER = new Error("the time is over");

async function targetsOf(
  settings: DoctorSettings,
  context: RunContext,
  add: (found: Found) => void,
): Promise<readonly ServerTarget[]> {
  try {
    const skipped: string[] = [];
    const targets = await findTargets({ ...settings, ...UNUSED }, context, (event) => {
      if (event.type === "note") skipped.push(event.text);
    });
    for (const text of skipped) add(found("note", "server_skipped", { text }));
    context.output.conceal?.([settings.authKey, ...targets.flatMap(credentialsOf)]);
    return targets;
  } catch (error) {
    const failure = asUserError(error);
    // What is wrong with the key was said before.
    if (!isOfKey(failure.code)) add({ level: "failure", error: failure });
    return [];
  }
}

/** What is about the servers alone. */
const OF_SERVERS: readonly SuiteName[] = ["reach", "key", "eras", "streams", "tools"];

/** The failure of the settings because of which servers, or the model, cannot be asked. */
function blocking(what: "servers" | "model", failures: readonly Found[]): Found | undefined {
  return failures.find((each) => {
    const code = codeOf(each);
    const only = code.startsWith("model_")
      ? "model"
      : isOfKey(code) || /^config_/.test(code)
      ? "servers"
      : what;
    return only === what;
  });
}

function isOfKey(code: string): boolean {
  return /^(key_|multiple_keys$)/.test(code);
}

/** Settings of other commands that change nothing here. */
const UNUSED = { timeout: 10, debug: false, debugWire: false } as const;

/** As `ask` would have them. */
function askSettingsOf(settings: DoctorSettings): AskSettings {
  return {
    ...settings,
    ...UNUSED,
    json: true,
    jsonStream: false,
    interactive: false,
    stream: true,
    reasoning: false,
    usage: false,
    maxSteps: 10,
    yes: false,
    allowTools: [],
    trace: undefined,
  };
}
