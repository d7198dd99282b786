/** The command `models`: what the endpoint offers. */
import OpenAI from "openai";
import { shownUrl, UserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { ModelsSettings } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import { apiUrlOf, modelNameOf } from "../run/choose_model.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../run/deadline.ts";
import { createClient, type Endpoint } from "../model/openai/client.ts";
import { modelError } from "../model/openai/errors.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import { openFetches } from "../recording/fetches.ts";

export async function models(settings: ModelsSettings, context: ClientContext): Promise<ExitStatus> {
  const { output, messages } = context;
  const show = showAround(settings.json, context);
  return await showingFailure(show, context, async () => {
    using deadline = startDeadline(settings.timeout, context.interrupted);
    const endpoint = {
      apiUrl: apiUrlOf(settings),
      apiKey: settings.apiKey,
      fetch: (await openFetches(settings, context, [])).model,
    };
    const ids = await listModels(endpoint, deadline.signal);
    const chosen = modelNameOf(settings);
    if (settings.json) {
      const url = shownUrl(endpoint.apiUrl);
      output.answer(toJson({ url, models: ids.map((id) => ({ id, isDefault: id === chosen })) }));
      return EXIT.answered;
    }
    output.answer(ids.map((id) => `${id === chosen ? "*" : " "} ${oneLine(id)}\n`).join(""));
    output.note(
      ids.includes(chosen) ? messages.models.marked : messages.models.absent(oneLine(chosen)),
    );
    return EXIT.answered;
  });
}

/** The names, in order. Throws a `UserError` where they cannot be had. */
async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<readonly string[]> {
  const url = endpoint.apiUrl;
  let answer: unknown;
  try {
    answer = await createClient(endpoint).get("/models", { signal });
  } catch (error) {
    const failure = modelError(error, endpoint, signal);
    const isMissing = error instanceof OpenAI.APIError && [404, 405, 501].includes(error.status);
    if (!isMissing || !(failure instanceof UserError)) throw failure;
    throw new UserError("models_not_listed", { url, detail: failure.data.detail ?? "" });
  }
  const names = modelNames(answer);
  if (!names) throw new UserError("models_not_listed", { url, reason: "no_list" });
  return names;
}

/** Of OpenAI's `{data: [{id}]}`, of a bare list (Together), of `{models: [{name}]}` (Ollama); else `undefined`. */
export function modelNames(answer: unknown): readonly string[] | undefined {
  const { data, models } = (answer ?? {}) as { data?: unknown; models?: unknown };
  const list = [answer, data, models].find((each) => Array.isArray(each)) as unknown[] | undefined;
  return list?.map((each) => {
    const { id, name } = (each ?? {}) as { id?: unknown; name?: unknown };
    return typeof each === "string" ? each : id ?? name;
  }).filter((name): name is string => typeof name === "string").sort();
}
