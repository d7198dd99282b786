/**
 * The `fetch` for the MCP servers and the one for the model endpoint.
 *
 * @module
 */
import type { ModelSettings } from "../../cli/settings.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { sameOriginOnly } from "../limits/same_origin.ts";
import { EndpointError } from "../model/openai/failure_kind.ts";
import { redirected } from "../model/redirected.ts";
import { isOffline } from "../model/endpoint.ts";
import { offlineFetch } from "../model/offline/fetch.ts";
import type { Fetches, RecordingContext, RecordingSettings } from "./record_fetches.ts";

/** What {@linkcode openFetches} needs from the process. */
export interface FetchesContext extends RecordingContext {
  /** Makes the requests. */
  readonly fetch: Fetch;
}

/** The settings that choose the model endpoint and what is recorded. */
export type FetchesSettings = RecordingSettings & Pick<ModelSettings, "apiUrl">;

/**
 * The two fetches of a run. They are recorded only if a setting or the context asks for it, so that the
 * recorder is loaded only then. From now on the model endpoint may repeat its key, which the output hides.
 *
 * @param secrets keys that a recording must not show
 */
export async function openFetches(
  settings: FetchesSettings,
  context: FetchesContext,
  secrets: readonly string[],
): Promise<Fetches> {
  const { fetch, tracing, output } = context;
  output.conceal?.([settings.apiKey]);
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const fetches = {
    mcp: fetch,
    model: isOffline(settings)
      ? offline
      : sameOriginOnly(fetch, redirected, () => EndpointError.because("redirects_too_often")),
  };
  if (!settings.debug && !settings.debugWire && !tracing) return fetches;
  const { recordFetches } = await import("./record_fetches.ts");
  return recordFetches(fetches, settings, context, secrets);
}
