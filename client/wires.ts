/** The two wires of a run: to the MCP server and to the model. */
import type { Fetch } from "../auth/with_key.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { ModelSettings } from "../cli/settings.ts";
import type { Output } from "../cli/terminal.ts";
import type { TraceSink } from "../trace/exchange.ts";
import { recordFetch } from "../trace/record_fetch.ts";
import { createRecorder } from "../trace/recorder.ts";
import { createRedactor } from "../trace/redact.ts";
import { createTimeline } from "../trace/timeline.ts";
import { foldCompletion } from "./model/folded_completion.ts";
import { offlineFetch } from "./model/offline_fetch.ts";
import { sameOriginOnly } from "./same_origin.ts";
import type { Tracing } from "./tracing.ts";

export interface WiresContext {
  readonly messages: Messages;
  readonly output: Output;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
  /** Where else the run is recorded to. */
  readonly tracing?: Tracing | undefined;
}

export interface Wires {
  readonly mcp: Fetch;
  readonly model: Fetch;
}

type WiresSettings = Pick<ModelSettings, "apiKey" | "apiUrl" | "debug" | "debugWire">;

/**
 * The two wires, recorded where somebody wants to see them; as they are where nobody does.
 *
 * @param secrets what must not be shown: keys
 */
export function openWires(
  settings: WiresSettings,
  context: WiresContext,
  secrets: readonly string[],
): Wires {
  const { fetch, now, timeOrigin, tracing } = context;
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const model = isOffline(settings) ? offline : sameOriginOnly(fetch);
  const sinks = [...timelineOf(settings, context), ...tracing ? [tracing.sink] : []];
  if (sinks.length === 0) return { mcp: fetch, model };
  const redactor = createRedactor([settings.apiKey, ...secrets]);
  const sink: TraceSink = (event) => sinks.forEach((each) => each(event));
  const onDropped = tracing?.onDropped ?? (() => {});
  const recorder = createRecorder({ sink, redactor, now, timeOrigin, foldCompletion, onDropped });
  return {
    mcp: recordFetch(recorder, fetch, "mcp_server"),
    model: recordFetch(recorder, model, "model"),
  };
}

function timelineOf({ debug, debugWire }: WiresSettings, { output, messages }: WiresContext): TraceSink[] {
  if (!debug && !debugWire) return [];
  return [createTimeline({ output, language: messages.language, detail: debugWire ? "wire" : "steps" })];
}

/** Whether the offline model answers. */
export function isOffline({ apiKey, apiUrl }: Pick<ModelSettings, "apiKey" | "apiUrl">): boolean {
  return apiKey === undefined && apiUrl === undefined;
}
