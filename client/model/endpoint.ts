/**
 * Which model endpoint the settings choose: one that they name, the default one, or the offline model.
 *
 * @module
 */
import type { ModelSettings } from "../../cli/settings.ts";
import { OFFLINE_MODEL, OFFLINE_URL } from "./offline/fetch.ts";

/** The endpoint that a key is for when no other is named. */
export const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

/** Whether the offline model answers: neither an endpoint nor a key is set. */
export function isOffline({ apiKey, apiUrl }: Pick<ModelSettings, "apiKey" | "apiUrl">): boolean {
  return apiKey === undefined && apiUrl === undefined;
}

/** The base URL of the endpoint, for instance `https://api.ai.cloud-temple.com/v1`. */
export function apiUrlOf(settings: Pick<ModelSettings, "apiUrl" | "apiKey">): string {
  return isOffline(settings) ? OFFLINE_URL : settings.apiUrl?.href ?? DEFAULT_API_URL;
}

/** The name of the model, as the endpoint knows it. */
export function modelNameOf(settings: Pick<ModelSettings, "apiUrl" | "apiKey" | "model">): string {
  return isOffline(settings) ? OFFLINE_MODEL : settings.model;
}
