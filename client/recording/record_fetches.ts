/** The two wires of a run, recorded: for `--debug` as a timeline, for `--trace` and `--era all` besides. */
import type { TraceSink } from "../../trace/exchange.ts";
import { recordFetch } from "../../trace/record/record_fetch.ts";
import { createRecorder } from "../../trace/record/recorder.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { createTimeline } from "../../trace/timeline/timeline.ts";
import { foldCompletion } from "./folded_completion.ts";
import type { Fetches, FetchesContext, FetchesSettings } from "./fetches.ts";

/** @param secrets what must not be shown besides the model endpoint's key: keys */
export function recordFetches(
  fetches: Fetches,
  settings: FetchesSettings,
  context: FetchesContext,
  secrets: readonly string[],
): Fetches {
  const { now, timeOrigin, tracing } = context;
  const sinks = [...timelineOf(settings, context), ...tracing ? [tracing.sink] : []];
  const redactor = createRedactor([settings.apiKey, ...secrets]);
  const sink: TraceSink = (event, exchange) => sinks.forEach((each) => each(event, exchange));
  const onDropped = tracing?.onDropped ?? (() => {});
  const recorder = createRecorder({ sink, redactor, now, timeOrigin, foldCompletion, onDropped });
  return {
    mcp: recordFetch(recorder, fetches.mcp, "mcp_server"),
    model: recordFetch(recorder, fetches.model, "model"),
  };
}

function timelineOf(
  { debug, debugWire }: FetchesSettings,
  { output, messages }: FetchesContext,
): TraceSink[] {
  if (!debug && !debugWire) return [];
  return [createTimeline({ output, language: messages.language, detail: debugWire ? "wire" : "steps" })];
}
