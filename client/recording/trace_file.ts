/**
 * The recording of a run for `--trace`: kept in memory while it runs, and written when it ends.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { networkReason } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { collect } from "../../trace/record/collect.ts";
import type { Exchange } from "../../trace/exchange.ts";
import { type Format, formatOf, FORMATS, render } from "../../trace/files/format.ts";
import type { Show } from "../run_event.ts";
import type { TraceRecording } from "./record_fetches.ts";

/** What {@linkcode withTraceFile} needs from the process. */
export interface TraceFileContext {
  /** The texts of the notes, and the language of the file. */
  readonly messages: Messages;
  /** The version of this program, which a HAR file names. */
  readonly version: string;
}

/**
 * Runs `work`, and writes what it recorded to `path` even if it fails. The ending of the name decides the
 * format. If the file cannot be written afterwards, for instance because the disk is full, a note says so.
 *
 * @throws what `work` throws, or a {@linkcode UserError} before it starts if the file cannot be written or is
 * not empty
 */
export async function withTraceFile<T>(
  path: string,
  context: TraceFileContext,
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
    using file = await Deno.open(path, { write: true, create: true, mode: PRIVATE });
    const { isFile, size } = await file.stat();
    // An empty file has been made for the recording; a device or a pipe has nothing to lose.
    if (isFile && size > 0) throw new UserError("trace_exists", { path });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("trace_unwritable", { path, detail: oneLine(networkReason(error)) });
  }
}

/** Only the user may read the recorded questions and answers. */
const PRIVATE = 0o600;

async function writeTrace(
  path: string,
  format: Format,
  exchanges: readonly Exchange[],
  { messages, version }: TraceFileContext,
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
