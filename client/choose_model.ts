/** The model of a run, by the settings. */
import type { Fetch } from "../auth/with_key.ts";
import { shownUrl } from "../cli/errors.ts";
import type { AskSettings, ModelSettings } from "../cli/settings.ts";
import type { Model } from "./model/model.ts";
import { OFFLINE_MODEL, OFFLINE_URL } from "./model/offline_fetch.ts";
import { createOpenAiModel } from "./model/openai.ts";
import type { Show } from "./run_event.ts";
import { isOffline } from "./wires.ts";

const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

/** Where chat completions are asked for. */
export function apiUrlOf(settings: Pick<ModelSettings, "apiUrl" | "apiKey">): string {
  return isOffline(settings) ? OFFLINE_URL : settings.apiUrl?.href ?? DEFAULT_API_URL;
}

export function chooseModel(settings: AskSettings, fetch: Fetch, show: Show): Model {
  const offline = isOffline(settings);
  const apiUrl = apiUrlOf(settings);
  const model = offline ? OFFLINE_MODEL : settings.model;
  show({ type: "model", model, url: shownUrl(apiUrl), isOffline: offline });
  return createOpenAiModel({
    apiUrl,
    apiKey: settings.apiKey,
    model,
    fetch,
    stream: settings.stream,
    randomId: () => crypto.randomUUID().replaceAll("-", "").slice(0, 9),
  });
}
