/**
 * Records what a run sends and receives: for `--debug` as a timeline, and for `--trace` and `--era all`.
 *
 * @module
 */
import type { Messages } from "../../cli/messages/messages.ts";
import type { ModelSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import type { Fetch } from "../../lib/fetch.ts";
import type { TraceSink } from "../../trace/exchange.ts";
import { recordFetch } from "../../trace/record/record_fetch.ts";
import { createRecorder } from "../../trace/record/recorder.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { createTimeline } from "../../trace/timeline/timeline.ts";
import { foldCompletion } from "./folded_completion.ts";

/** The `fetch` of each peer of a run. */
export interface Fetches {
  /** For the MCP servers. */
  readonly mcp: Fetch;
  /** For the model endpoint. */
  readonly model: Fetch;
}

/** Sinks for the recording besides the terminal. */
export interface TraceRecording {
  /** Gets every event. */
  readonly sink: TraceSink;
  /** Called when an exchange could not be recorded. */
  readonly onDropped: () => void;
}

/** What recording needs from the process. */
export interface RecordingContext {
  /** The texts, in the language of the timeline. */
  readonly messages: Messages;
  /** The output for the timeline. */
  readonly output: Output;
  /** Milliseconds since `timeOrigin`. */
  readonly now: () => number;
  /** The time at which `now` was 0, in milliseconds since 1970. */
  readonly timeOrigin: number;
  /** Sinks for the recording besides the terminal. */
  readonly tracing?: TraceRecording | undefined;
}

/** The settings that decide what is recorded, and the key that is redacted. */
export type RecordingSettings = Pick<ModelSettings, "apiKey" | "debug" | "debugWire"> & {
  /** The origin at which mcpdemo only looks for a server, before it starts its own. */
  readonly lookedFor?: string;
};

/**
 * Wraps both fetches so that what passes through them is recorded.
 *
 * @param secrets keys that are redacted, besides that of the model endpoint
 */
export function recordFetches(
  fetches: Fetches,
  settings: RecordingSettings,
  context: RecordingContext,
  secrets: readonly string[],
): Fetches {
  const { now, timeOrigin, tracing } = context;
  const sinks = [...timelineOf(settings, context), ...tracing ? [tracing.sink] : []];
  const redactor = createRedactor([settings.apiKey, ...secrets]);
  const sink: TraceSink = (event, exchange) => sinks.forEach((each) => each(event, exchange));
  const onDropped = tracing?.onDropped ?? (() => {});
  const { lookedFor } = settings;
  const recorder = createRecorder({
    sink,
    redactor,
    now,
    timeOrigin,
    foldCompletion,
    onDropped,
    ...(lookedFor === undefined ? {} : { lookedFor }),
  });
  return {
    mcp: recordFetch(recorder, fetches.mcp, "mcp_server"),
    model: recordFetch(recorder, fetches.model, "model"),
  };
}

function timelineOf(
  { debug, debugWire }: RecordingSettings,
  { output, messages }: RecordingContext,
): TraceSink[] {
  if (!debug && !debugWire) return [];
  return [createTimeline({ output, language: messages.language, detail: debugWire ? "wire" : "steps" })];
}
