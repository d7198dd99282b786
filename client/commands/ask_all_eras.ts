/**
 * `ask --era all`: asks one question in every era, and compares the runs.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { explainError } from "../../cli/explain_error.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import { EXIT } from "../../cli/exit_status.ts";
import { collect, type Collection } from "../../trace/record/collect.ts";
import { compareEras, type EraRun } from "../../trace/timeline/compare.ts";
import type { Exchange, TraceEvent, TraceSink } from "../../trace/exchange.ts";
import type { ClientContext } from "./context.ts";
import type { Era } from "../connection/connection.ts";
import type { TraceRecording } from "../recording/record_fetches.ts";

type Run = Omit<EraRun, "exchanges"> & { readonly recorded: Collection };

const ERAS: readonly Era[] = ["2024", "2025", "2026"];

/**
 * Runs the question once in each era, one after the other, and compares them on stderr.
 *
 * `context.tracing` records the exchanges of all runs, numbered from the first run to the last.
 *
 * @returns the status of the first run that failed
 */
export async function askInAllEras(
  context: ClientContext,
  ask: (era: Era, tracing: TraceRecording) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const { output, messages, interrupted, now, tracing } = context;
  const runs: Run[] = [];
  let status: ExitStatus = EXIT.answered;
  let count = 0;
  for (const era of ERAS) {
    output.note("");
    output.note(output.style("bold", messages.ask.inEra(era)));
    const recorded = collect();
    const first = count;
    const sink: TraceSink = (event, exchange) => {
      recorded.sink(event, exchange);
      if (event.kind === "request") count++;
      tracing?.sink(...renumbered(event, exchange, first));
    };
    const started = now();
    try {
      await ask(era, { sink, onDropped: () => tracing?.onDropped() });
      runs.push({ era, recorded, ms: now() - started });
    } catch (error) {
      if (interrupted.aborted || !(error instanceof UserError)) throw error;
      const { title } = explainError(error, messages);
      output.note(output.style("red", messages.errorLine(error.code, error.exitStatus, title)));
      runs.push({ era, recorded, ms: now() - started, failure: error.code });
      if (status === EXIT.answered) status = error.exitStatus;
    }
  }
  output.note("");
  for (const line of compareEras(runs.map(asEraRun), messages.language)) output.note(line);
  return status;
}

/** Read at the end: a stream that stayed open may have ended only after its run. */
function asEraRun({ recorded, ...run }: Run): EraRun {
  return { ...run, exchanges: recorded.exchanges() };
}

/** Every run numbers its exchanges from 1; in one file the numbers must differ. */
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
