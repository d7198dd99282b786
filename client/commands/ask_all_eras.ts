/**
 * `ask --era all`: asks one question in every era, and compares the runs.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { explainError } from "../../cli/explain_error.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import { EXIT } from "../../cli/exit_status.ts";
import type { AskSettings } from "../../cli/settings.ts";
import { collect } from "../../trace/record/collect.ts";
import { createTimeline } from "../../trace/timeline/timeline.ts";
import type { Exchange, TraceEvent, TraceSink } from "../../trace/exchange.ts";
import type { ClientContext } from "./context.ts";
import type { Era } from "../connection/connection.ts";
import { showErasAsJson, showErasAsText, type ShownRun } from "../output/show_eras.ts";
import { holdOutput } from "../output/held_output.ts";
import { chooseShow } from "../output/show.ts";
import type { TraceRecording } from "../recording/record_fetches.ts";
import type { RunEvent, Show } from "../run_event.ts";

/** Runs the question in one era, and returns its exit status. */
export type AskInEra = (era: Era, show: Show, tracing: TraceRecording) => Promise<ExitStatus>;

const ERAS: readonly Era[] = ["2024", "2025", "2026"];

/**
 * Runs the question once in each era, one after the other, and then shows the comparison, and below it the
 * answers, or with `--debug` every step.
 *
 * `context.tracing` records the exchanges of all runs, numbered from the first run to the last.
 *
 * @returns the status of the first run that failed
 */
export async function askInAllEras(
  question: string,
  settings: AskSettings,
  context: ClientContext,
  ask: AskInEra,
): Promise<ExitStatus> {
  const { output, messages, tracing } = context;
  const runs: ShownRun[] = [];
  const numbering = { count: 0 };
  for (const era of ERAS) {
    output.terminal?.redraw(messages.ask.inEra(era));
    runs.push(await runInEra(era, settings, context, ask, tracing && inOneFile(tracing, numbering)));
  }
  output.terminal?.redraw("");
  const exitStatus = runs.find((run) => run.exitStatus !== EXIT.answered)?.exitStatus ?? EXIT.answered;
  if (settings.json) showErasAsJson(question, runs, exitStatus, output);
  else showErasAsText(runs, output, messages);
  return exitStatus;
}

async function runInEra(
  era: Era,
  settings: AskSettings,
  context: ClientContext,
  ask: AskInEra,
  tracing: TraceRecording | undefined,
): Promise<ShownRun> {
  const { messages, interrupted, now } = context;
  const recorded = collect();
  const events: RunEvent[] = [];
  const steps = await holdSteps(settings, context);
  const sink: TraceSink = (event, exchange) => {
    recorded.sink(event, exchange);
    steps?.sink(event, exchange);
    tracing?.sink(event, exchange);
  };
  const show: Show = (event) => {
    steps?.show(event);
    if (event.type !== "text" && event.type !== "reasoning") events.push(event);
  };
  const started = now();
  const finish = (exitStatus: ExitStatus, error?: ShownRun["error"]): ShownRun => ({
    era,
    events,
    exitStatus,
    ms: now() - started,
    exchanges: recorded.exchanges(),
    ...revisionIn(events),
    ...(error ? { error, failure: error.code } : {}),
    ...(steps ? { showSteps: steps.release } : {}),
  });
  try {
    return finish(await ask(era, show, { sink, onDropped: () => tracing?.onDropped() }));
  } catch (error) {
    if (interrupted.aborted || !(error instanceof UserError)) throw error;
    return finish(error.exitStatus, { code: error.code, ...explainError(error, messages) });
  }
}

/** Keeps the steps of a run for the time after the comparison, if they are asked for. */
async function holdSteps(settings: AskSettings, context: ClientContext) {
  const { debug, debugWire, usage, reasoning, json } = settings;
  if (json || !(debug || debugWire || usage || reasoning)) return undefined;
  const { output, release } = holdOutput(context.output);
  const { language } = context.messages;
  const show = await chooseShow(settings, { ...context, output });
  const sink: TraceSink = debug || debugWire
    ? createTimeline({ output, language, detail: debugWire ? "wire" : "steps" })
    : () => {};
  return { show, sink, release };
}

function revisionIn(events: readonly RunEvent[]): { readonly revision?: string } {
  const server = events.find((event) => event.type === "server");
  return server ? { revision: server.revision } : {};
}

/** Every run numbers its exchanges from 1; in one file the numbers must differ. */
function inOneFile(tracing: TraceRecording, numbering: { count: number }): TraceRecording {
  const first = numbering.count;
  return {
    onDropped: tracing.onDropped,
    sink(event, exchange) {
      if (event.kind === "request") numbering.count++;
      tracing.sink(...renumbered(event, exchange, first));
    },
  };
}

function renumbered(event: TraceEvent, exchange: Exchange, first: number): Parameters<TraceSink> {
  const { cause, id, events } = exchange;
  const answering = <T extends { readonly answers?: number }>(each: T): T =>
    each.answers === undefined ? each : { ...each, answers: each.answers + first };
  const moved: Exchange = {
    ...exchange,
    id: id + first,
    ...(cause === undefined ? {} : { cause: cause + first }),
    events: events.map(answering),
  };
  if (event.kind === "request") return [{ ...event, exchange: moved }, moved];
  const numbered = { ...event, id: event.id + first };
  return [numbered.kind === "event" ? answering(numbered) : numbered, moved];
}
