/**
 * Shows the runs of `ask --era all`: the comparison first, then what each run answered.
 *
 * @module
 */
import type { ExitStatus } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Output } from "../../cli/output.ts";
import { printable } from "../../cli/printable.ts";
import { compareEras, type EraRun, measureRun } from "../../trace/timeline/compare.ts";
import type { RunEvent } from "../run_event.ts";
import { toJson } from "./show.ts";

/** A run as it is shown. */
export interface ShownRun extends EraRun {
  /** What happened in it. */
  readonly events: readonly RunEvent[];
  /** As if it had been the only run. */
  readonly exitStatus: ExitStatus;
  /** Why there is no answer. */
  readonly error?: { readonly code: string; readonly title: string; readonly fix: string };
  /** Shows all of its steps; absent if only the answer is shown. */
  readonly showSteps?: () => void;
}

type Of<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** The comparison and the notes on stderr, the answers on stdout; each note is shown once. */
export function showErasAsText(runs: readonly ShownRun[], output: Output, messages: Messages): void {
  const { ask: words, language } = messages;
  for (const line of compareEras(runs, language, output.terminal?.width())) output.note(line);
  const hasSteps = runs.some(({ showSteps }) => showSteps);
  for (const note of hasSteps ? [] : notesOf(runs, messages)) output.note(printable(note));
  for (const run of runs) {
    if (run.showSteps) {
      output.note("");
      output.note(output.style("bold", words.inEra(run.era)));
      run.showSteps();
    }
    showEnd(run, output, messages);
  }
  const fixes = new Set(runs.flatMap(({ error }) => error?.fix ?? []));
  for (const fix of fixes) output.note(printable(messages.fixLine(fix)));
  if (!hasSteps) output.note(output.style("dim", words.stepsWithDebug));
}

/** The answer of a run, or its error. */
function showEnd(
  { era, events, error, exitStatus, showSteps }: ShownRun,
  output: Output,
  messages: Messages,
) {
  const { ask: words } = messages;
  if (error) {
    const line = messages.errorLine(error.code, exitStatus, error.title);
    return output.note(output.style("red", printable(words.eraSays(era, line))));
  }
  const answer = answerOf(events);
  if (!answer || showSteps) return;
  output.answer(printable(words.eraSays(era, answer.text)) + "\n");
  if (answer.interruption) output.note(printable(words.answerInterrupted(answer.interruption)));
  else if (answer.isCut) output.note(words.answerCut);
}

/** What the runs had to say, and which model answered. */
function notesOf(runs: readonly ShownRun[], { ask: words }: Messages): ReadonlySet<string> {
  return new Set(
    runs.flatMap(({ events }) =>
      events.flatMap((event) =>
        event.type === "note"
          ? event.text
          : event.type === "model"
          ? event.isOffline ? words.offlineModel : words.realModel(event.model, event.url)
          : []
      )
    ),
  );
}

/** One object: the question, the runs in their order, and the exit status of the process. */
export function showErasAsJson(
  question: string,
  runs: readonly ShownRun[],
  exitStatus: ExitStatus,
  { answer }: Pick<Output, "answer">,
): void {
  answer(toJson({ question, exitStatus, runs: runs.map(runAsJson) }));
}

function runAsJson(run: ShownRun) {
  const { era, revision, error, exitStatus } = run;
  const { requests, before, events, sent, received, streams, sessions, model, ms } = measureRun(run);
  return {
    era,
    revision,
    ...(error ? { error } : { answer: answerOf(run.events)?.text }),
    exitStatus,
    requests,
    requestsBeforeCall: before,
    events,
    bytes: { sent, received },
    openStreams: streams,
    sessions,
    modelRequests: model,
    ms,
  };
}

function answerOf(events: readonly RunEvent[]): Of<"answer"> | undefined {
  return events.find((event) => event.type === "answer");
}
