/**
 * The command `models`: lists the models that the endpoint offers.
 *
 * @module
 */
import { shownUrl } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { ModelsSettings } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import { apiUrlOf, modelNameOf } from "../model/endpoint.ts";
import { listModels } from "../model/openai/list_models.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import { openFetches } from "../recording/fetches.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";

/**
 * Prints the names, one a line, the chosen model marked with `*`; with `--json` an object on stdout.
 *
 * @throws a {@linkcode UserError} when the endpoint fails or does not list its models
 */
export async function models(settings: ModelsSettings, context: ClientContext): Promise<ExitStatus> {
  const { output, messages } = context;
  const show = showAround(settings.json, context);
  return await showingFailure(show, context, async () => {
    using deadline = startDeadline(settings.timeout, context);
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
