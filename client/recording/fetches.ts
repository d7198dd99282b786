/** The two wires of a run: to the MCP server and to the model. */
import type { Fetch } from "../../lib/fetch.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { ModelSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import { offlineFetch } from "../model/offline/fetch.ts";
import { sameOriginOnly } from "../limits/same_origin.ts";
import type { TraceRecording } from "./trace_file.ts";

export interface FetchesContext {
  readonly messages: Messages;
  readonly output: Output;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
  /** Where else the run is recorded to. */
  readonly tracing?: TraceRecording | undefined;
}

export interface Fetches {
  readonly mcp: Fetch;
  readonly model: Fetch;
}

export type FetchesSettings = Pick<ModelSettings, "apiKey" | "apiUrl" | "debug" | "debugWire">;

/**
 * The two wires, recorded where somebody wants to see them; as they are where nobody does.
 *
 * @param secrets what must not be shown: keys
 */
export async function openFetches(
  settings: FetchesSettings,
  context: FetchesContext,
  secrets: readonly string[],
): Promise<Fetches> {
  const { fetch, tracing } = context;
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const fetches = { mcp: fetch, model: isOffline(settings) ? offline : sameOriginOnly(fetch) };
  if (!settings.debug && !settings.debugWire && !tracing) return fetches;
  const { recordFetches } = await import("./record_fetches.ts");
  return recordFetches(fetches, settings, context, secrets);
}

/** Whether the offline model answers. */
export function isOffline({ apiKey, apiUrl }: Pick<ModelSettings, "apiKey" | "apiUrl">): boolean {
  return apiKey === undefined && apiUrl === undefined;
}
