/** `ask --era all`: one question in every era, then a comparison. */
import { UserError } from "../../cli/errors.ts";
import { explainError } from "../../cli/explain_error.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import { EXIT } from "../../cli/exit_status.ts";
import { collect, type Collection } from "../../trace/record/collect.ts";
import { compareEras, type EraRun } from "../../trace/timeline/compare.ts";
import type { Exchange, TraceEvent, TraceSink } from "../../trace/exchange.ts";
import type { ClientContext } from "./context.ts";
import type { TraceRecording } from "../recording/record_fetches.ts";

type Run = Omit<EraRun, "exchanges"> & { readonly kept: Collection };

const ERAS = ["2024", "2025", "2026"] as const;

/**
 * Runs the question once in each era, one after the other, and compares them on stderr.
 *
 * What is recorded besides takes the exchanges of all runs, numbered on.
 *
 * @returns the status of the first run that failed
 */
export async function askInAllEras(
  context: ClientContext,
  ask: (era: typeof ERAS[number], tracing: TraceRecording) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const { output, messages, interrupted, now, tracing } = context;
  const runs: Run[] = [];
  let status: ExitStatus = EXIT.answered;
  let count = 0;
  for (const era of ERAS) {
    output.note("");
    output.note(output.style("bold", messages.ask.inEra(era)));
    const kept = collect();
    const first = count;
    const sink: TraceSink = (event, exchange) => {
      kept.sink(event, exchange);
      if (event.kind === "request") count++;
      tracing?.sink(...numberedOn(event, exchange, first));
    };
    const started = now();
    try {
      await ask(era, { sink, onDropped: () => tracing?.onDropped() });
      runs.push({ era, kept, ms: now() - started });
    } catch (error) {
      if (interrupted.aborted || !(error instanceof UserError)) throw error;
      const { title } = explainError(error, messages);
      output.note(output.style("red", messages.errorLine(error.code, error.exitStatus, title)));
      runs.push({ era, kept, ms: now() - started, failure: error.code });
      if (status === EXIT.answered) status = error.exitStatus;
    }
  }
  output.note("");
  for (const line of compareEras(runs.map(asEraRun), messages.language)) output.note(line);
  return status;
}

/** A stream that was left open may have ended only after its run. */
function asEraRun({ kept, ...run }: Run): EraRun {
  return { ...run, exchanges: kept.exchanges() };
}

/** Every run counts its exchanges from 1; in one file they are told apart. */
function numberedOn(event: TraceEvent, exchange: Exchange, first: number): Parameters<TraceSink> {
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
