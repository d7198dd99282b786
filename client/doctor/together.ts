/**
 * One whole question: the model and the tools of the servers, as `ask` uses them.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { AskSettings } from "../../cli/settings.ts";
import { startDeadline } from "../limits/deadline.ts";
import { watchRequests } from "../limits/watch_requests.ts";
import type { Fetch } from "../../lib/fetch.ts";
import type { RunEvent } from "../run_event.ts";
import { createHost, type RunContext } from "../run/run.ts";
import type { ConnectedServer } from "../servers/connect_server.ts";
import { type Add, found } from "./finding.ts";
import { CUT, interrupted, isLate } from "./model.ts";
import { isReadOnly } from "./tools.ts";

/** Seconds for the whole question. */
const SECONDS = 12;

/** Requests to the model: one that repeats its call shows it in three. */
const MAX_STEPS = 4;

/** What the suite needs. */
export interface TogetherSuite {
  /** Which endpoint, key and model. */
  readonly settings: AskSettings;
  /** The servers, connected. */
  readonly servers: readonly ConnectedServer[];
  /** Sends requests to the model endpoint. */
  readonly modelFetch: Fetch;
  /** The process. */
  readonly context: RunContext;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** Asks what time it is. Only tools that say that they only read are offered to the model. */
export async function askTogether(suite: TogetherSuite, add: Add): Promise<void> {
  const { settings, context, signal } = suite;
  const servers = suite.servers.map(readingOnly);
  const started = context.now();
  const watch = watchRequests(suite.modelFetch, context.now);
  using deadline = startDeadline(SECONDS, { interrupted: signal, awaited: watch.awaited });
  let calls = 0;
  const show = (event: RunEvent) => {
    if (event.type === "toolResult" && !event.isError && !event.isRefused) calls++;
  };
  const host = createHost(
    { ...settings, maxSteps: MAX_STEPS, json: true, timeout: SECONDS },
    // Nothing is saved, and nobody is asked.
    { ...context, pinStore: undefined, lines: undefined },
    show,
    // The servers are the suite's own to close.
    {
      servers,
      fetches: { mcp: context.fetch, model: watch.fetch },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  );
  try {
    const question = context.messages.doctor.question;
    const answer = await host.answer([{ role: "user", content: question }], deadline.signal);
    if (answer.interruption) {
      return add({ level: "failure", error: interrupted(answer.interruption, settings) });
    }
    if (answer.isCut) return add(CUT);
    const data = { seconds: ((context.now() - started) / 1000).toFixed(1), calls: String(calls) };
    add(found(calls > 0 ? "ok" : "note", calls > 0 ? "answered" : "answered_without_tool", data));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    // Model and tools have answered before: ask would wait for them.
    const failure = { level: "failure", error } as const;
    add(isLate(failure) ? found("skipped", "not_in_time") : failure);
  }
}

function readingOnly(server: ConnectedServer): ConnectedServer {
  const listTools = async () => (await server.session.listTools()).filter(isReadOnly);
  return { ...server, session: { ...server.session, listTools } };
}
