/** How a run is shown: to a person, or as JSON to a program. */
import { asUserError } from "../cli/errors.ts";
import type { AskSettings } from "../cli/settings.ts";
import type { ClientContext } from "./context.ts";
import type { Show } from "./run_event.ts";
import { showJson, showJsonStream } from "./show_json.ts";
import { showText } from "./show_text.ts";

type ShowContext = Pick<ClientContext, "output" | "messages" | "now">;

export async function chooseShow(
  { json, jsonStream, reasoning, usage }: Pick<AskSettings, "json" | "jsonStream" | "reasoning" | "usage">,
  { output, messages, now }: ShowContext,
): Promise<Show> {
  if (jsonStream) return showJsonStream(output);
  if (json) return showJson(output);
  const { screen } = output;
  const asked = { ...(reasoning ? { reasoning } : {}), ...(usage ? { usageBy: now } : {}) };
  if (!screen) return showText({ output, messages, markdown: undefined, ...asked });
  const { createMarkdownWriter } = await import("../cli/markdown.ts");
  return showText({
    output,
    messages,
    markdown: createMarkdownWriter({ ...screen, write: output.answer }),
    ...asked,
  });
}

/** For commands whose result is data: with `--json`, all that is shown of a run is how it failed. */
export function showAround(json: boolean, { output, messages }: Omit<ShowContext, "now">): Show {
  if (!json) return showText({ output, messages, markdown: undefined });
  return (event) => {
    if (event.type !== "error") return;
    const { type: _, exitStatus, ...error } = event;
    output.answer(toJson({ error, exitStatus }));
  };
}

/** As it stands on stdout. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2) + "\n";
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
