/** The two wires of a run: to the MCP server and to the model. */
import type { Fetch } from "../auth/with_key.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { ModelSettings } from "../cli/settings.ts";
import type { Output } from "../cli/terminal.ts";
import { createDebugText, type DebugText } from "../trace/debug_text.ts";
import { createRecorder } from "../trace/record_fetch.ts";
import { createRedactor } from "../trace/redact.ts";
import { sameOriginOnly } from "./same_origin.ts";
import { offlineFetch } from "./model/offline_fetch.ts";

export interface WiresContext {
  readonly messages: Messages;
  readonly output: Output;
  readonly fetch: Fetch;
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
}

export interface Wires {
  readonly mcp: Fetch;
  readonly model: Fetch;
  readonly debug?: DebugText;
}

type WiresSettings = Pick<ModelSettings, "apiKey" | "apiUrl" | "debug">;

/**
 * The two wires, recorded where `--debug` wants to show them.
 *
 * @param secrets what must not be shown: keys
 */
export function openWires(
  settings: WiresSettings,
  { fetch, output, messages, now }: WiresContext,
  secrets: readonly string[],
): Wires {
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const model = isOffline(settings) ? offline : sameOriginOnly(fetch);
  if (!settings.debug) return { mcp: fetch, model };
  const debug = createDebugText(output, messages.debug);
  const redactor = createRedactor([settings.apiKey, ...secrets]);
  const record = createRecorder({ sink: debug.sink, redactor, now });
  return { mcp: record(fetch, "mcp_server"), model: record(model, "model"), debug };
}

/** Whether the offline model answers. */
export function isOffline({ apiKey, apiUrl }: Pick<ModelSettings, "apiKey" | "apiUrl">): boolean {
  return apiKey === undefined && apiUrl === undefined;
}
