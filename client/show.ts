/** How a run is shown: to a person, or as JSON to a program. */
import { asUserError } from "../cli/errors.ts";
import type { AskSettings } from "../cli/settings.ts";
import type { ClientContext } from "./context.ts";
import type { Show } from "./run_event.ts";
import { showJson, showJsonStream } from "./show_json.ts";
import { showText } from "./show_text.ts";

export function chooseShow(
  { json, jsonStream }: Pick<AskSettings, "json" | "jsonStream">,
  context: ClientContext,
): Show {
  if (jsonStream) return showJsonStream(context.output);
  if (json) return showJson(context.output);
  return showText(context);
}

/** Runs `work`; what it throws is shown as the run's last event, and thrown on. */
export async function showingFailure<T>(
  show: Show,
  { messages }: Pick<ClientContext, "messages">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, data, exitStatus } = asUserError(error);
    show({ type: "error", code, ...messages.errors[code](data), exitStatus });
    throw error;
  }
}
