/** The recording of a run for `--trace`: kept while it runs, written whatever becomes of it. */
import { UserError } from "../../cli/errors.ts";
import { networkReason } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { collect } from "../../trace/record/collect.ts";
import type { Exchange, TraceSink } from "../../trace/exchange.ts";
import { type Format, formatOf, FORMATS, render } from "../../trace/files/format.ts";
import type { ClientContext } from "../commands/context.ts";
import type { Show } from "../run/run_event.ts";

/** Where a run is recorded to, besides the terminal. */
export interface TraceRecording {
  readonly sink: TraceSink;
  /** Something could not be recorded. */
  readonly onDropped: () => void;
}

/**
 * Runs `work`, and writes what it was recorded as to `path`.
 *
 * Throws a {@linkcode UserError} where the file could not be written, before anything else happens. A disk
 * that fills up later is told, and changes nothing else.
 */
export async function withTraceFile<T>(
  path: string,
  context: ClientContext,
  show: Show,
  work: (tracing: TraceRecording) => Promise<T>,
): Promise<T> {
  const format = formatOf(path);
  if (!format) {
    throw new UserError("trace_format", { path, formats: FORMATS.map((each) => `.${each}`).join(", ") });
  }
  await checkWritable(path);
  const kept = collect();
  let dropped = 0;
  try {
    return await work({ sink: kept.sink, onDropped: () => void dropped++ });
  } finally {
    await writeTrace(path, format, kept.exchanges(), context, show);
    const missing = dropped + kept.dropped;
    if (missing > 0) note(show, "traceDropped", context.messages.notes.traceDropped(missing));
  }
}

async function checkWritable(path: string): Promise<void> {
  try {
    // What is there stays there until there is something to write.
    (await Deno.open(path, { write: true, create: true, mode: PRIVATE })).close();
  } catch (error) {
    throw new UserError("trace_unwritable", { path, detail: oneLine(networkReason(error)) });
  }
}

/** What people asked and tools answered is for the one who asked. */
const PRIVATE = 0o600;

async function writeTrace(
  path: string,
  format: Format,
  exchanges: readonly Exchange[],
  { messages, version }: ClientContext,
  show: Show,
): Promise<void> {
  try {
    await Deno.writeTextFile(path, render(exchanges, format, { language: messages.language, version }));
    note(show, "traceWritten", messages.notes.traceWritten(path, exchanges.length));
  } catch (error) {
    note(show, "traceFailed", messages.notes.traceFailed(path, oneLine(networkReason(error))));
  }
}

function note(show: Show, code: "traceWritten" | "traceFailed" | "traceDropped", text: string): void {
  show({ type: "note", code, text });
}
