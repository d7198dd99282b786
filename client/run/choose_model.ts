/**
 * The model of a run, as the settings choose it.
 *
 * @module
 */
import { shownUrl } from "../../cli/errors.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { AskSettings } from "../../cli/settings.ts";
import type { Fetch } from "../../lib/fetch.ts";
import type { Wait } from "../../lib/time.ts";
import { apiUrlOf, DEFAULT_API_URL, isOffline, modelNameOf } from "../model/endpoint.ts";
import type { Model } from "../model/model.ts";
import { attemptFailure } from "../model/openai/errors.ts";
import { createOpenAiModel } from "../model/openai/openai_model.ts";
import type { NoteCode, Show } from "../run_event.ts";

/** The default endpoint's own default, 1,024 tokens, cuts answers and reasoning. */
const DEFAULT_API_MAX_TOKENS = 8_192;

/** What {@linkcode chooseModel} needs from the process. */
export interface ModelContext {
  /** The texts of the notes. */
  readonly messages: Messages;
  /** Waits before the request is retried. */
  readonly wait: Wait;
}

/**
 * Shows which model answers, and creates it.
 *
 * @param fetch makes the requests; it is the offline model itself if that was chosen
 */
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
      onWait(ms, isAsked, error) {
        const failure = attemptFailure(error, settings.apiKey);
        note("modelWaits", notes.modelWaits(Math.ceil(ms / 100) / 10, isAsked, failure));
      },
    },
    onRefused: (part) => note("modelRefuses", notes.modelRefuses(part)),
    onTruncated: (tokens) => note("promptTruncated", notes.promptTruncated(tokens)),
    onToolsDropped: (tokens) => note("toolsDropped", notes.toolsDropped(tokens)),
  });
}
