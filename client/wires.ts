/** The two wires of a run: to the MCP server and to the model. */
import type { Fetch } from "../auth/with_key.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { AskSettings } from "../cli/settings.ts";
import type { Output } from "../cli/terminal.ts";
import { recordFetch } from "../trace/record_fetch.ts";
import { createRecorder } from "../trace/recorder.ts";
import { createRedactor } from "../trace/redact.ts";
import { createTimeline } from "../trace/timeline.ts";
import { foldCompletion } from "./model/folded_completion.ts";
import { offlineFetch } from "./model/offline_fetch.ts";
import { sameOriginOnly } from "./same_origin.ts";

export interface WiresContext {
  readonly messages: Messages;
  readonly output: Output;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
}

export interface Wires {
  readonly mcp: Fetch;
  readonly model: Fetch;
}

/** The two wires, recorded where somebody wants to see them; as they are where nobody does. */
export function openWires(settings: AskSettings, context: WiresContext): Wires {
  const { fetch, output, messages, now, timeOrigin } = context;
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const model = isOffline(settings) ? offline : sameOriginOnly(fetch);
  if (!settings.debug) return { mcp: fetch, model };
  const sink = createTimeline({ output, language: messages.language, detail: "steps" });
  const redactor = createRedactor([settings.authKey, settings.apiKey]);
  const recorder = createRecorder({ sink, redactor, now, timeOrigin, foldCompletion });
  return {
    mcp: recordFetch(recorder, fetch, "mcp_server"),
    model: recordFetch(recorder, model, "model"),
  };
}

/** Whether the offline model answers. */
export function isOffline({ apiKey, apiUrl }: AskSettings): boolean {
  return apiKey === undefined && apiUrl === undefined;
}
