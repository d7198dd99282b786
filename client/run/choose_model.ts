/** The model of a run, by the settings. */
import type { Fetch } from "../../lib/fetch.ts";
import { shownUrl } from "../../cli/errors.ts";
import type { AskSettings, ModelSettings } from "../../cli/settings.ts";
import type { ClientContext } from "../commands/context.ts";
import type { Model } from "../model/model.ts";
import { OFFLINE_MODEL, OFFLINE_URL } from "../model/offline/fetch.ts";
import { createOpenAiModel } from "../model/openai/openai_model.ts";
import type { NoteCode, Show } from "../run_event.ts";
import { isOffline } from "../recording/fetches.ts";

const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

/** The default endpoint's own default, 1,024 tokens, cuts answers and reasoning. */
const DEFAULT_API_MAX_TOKENS = 8_192;

/** Where chat completions are asked for. */
export function apiUrlOf(settings: Pick<ModelSettings, "apiUrl" | "apiKey">): string {
  return isOffline(settings) ? OFFLINE_URL : settings.apiUrl?.href ?? DEFAULT_API_URL;
}

/** The model that is asked where nothing else is said. */
export function modelNameOf(settings: Pick<ModelSettings, "apiUrl" | "apiKey" | "model">): string {
  return isOffline(settings) ? OFFLINE_MODEL : settings.model;
}

type ModelContext = Pick<ClientContext, "messages" | "wait">;

export function chooseModel(
  settings: AskSettings,
  fetch: Fetch,
  show: Show,
  { messages: { notes }, wait }: ModelContext,
): Model {
  const apiUrl = apiUrlOf(settings);
  const model = modelNameOf(settings);
  show({ type: "model", model, url: shownUrl(apiUrl), isOffline: isOffline(settings) });
  const note = (code: NoteCode, text: string) => show({ type: "note", code, text });
  const isDefault = new URL(apiUrl).origin === new URL(DEFAULT_API_URL).origin;
  return createOpenAiModel({
    apiUrl,
    apiKey: settings.apiKey,
    model,
    fetch,
    stream: settings.stream,
    ...(isDefault ? { maxTokens: DEFAULT_API_MAX_TOKENS } : {}),
    randomId: () => crypto.randomUUID().replaceAll("-", "").slice(0, 9),
    retryPolicy: {
      wait,
      random: Math.random,
      today: Date.now,
      longest: settings.timeout * 1000,
      onWait: (ms, isAsked) => note("modelWaits", notes.modelWaits(Math.ceil(ms / 100) / 10, isAsked)),
    },
    onRefused: (part) => note("modelRefuses", notes.modelRefuses(part)),
    onTruncated: (tokens) => note("promptTruncated", notes.promptTruncated(tokens)),
  });
}
