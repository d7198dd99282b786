/** How a run is shown: to a person, or as JSON to a program. */
import { asUserError } from "../../cli/errors.ts";
import { explainError } from "../../cli/explain_error.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { AskSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import { printableJson } from "../../cli/printable.ts";
import type { RunEvent, Show } from "../run_event.ts";
import { showJson, showJsonStream } from "./show_json.ts";
import { showText } from "./show_text.ts";

/** What showing a run needs from the process. */
export interface ShowContext {
  readonly messages: Messages;
  readonly output: Output;
}

type ShowSettings = Pick<AskSettings, "json" | "jsonStream" | "reasoning" | "usage" | "debug" | "debugWire">;

export async function chooseShow(
  { json, jsonStream, reasoning, usage, debug, debugWire }: ShowSettings,
  { output, messages, now }: ShowContext & { readonly now: () => number },
): Promise<Show> {
  if (jsonStream) return showJsonStream(output);
  if (json) return showJson(output);
  const { screen } = output;
  const asked = { ...(reasoning ? { reasoning } : {}), ...(usage ? { usageBy: now } : {}) };
  // The steps of --debug come between: the screen is no longer as a block left it.
  if (debug || debugWire) return showText({ output, messages, markdown: undefined, isWhole: true, ...asked });
  if (!screen) return showText({ output, messages, markdown: undefined, ...asked });
  const { createMarkdownWriter } = await import("../../cli/markdown.ts");
  return showText({
    output,
    messages,
    markdown: createMarkdownWriter({ ...screen, write: output.answer }),
    ...asked,
  });
}

/** For commands whose result is data: with `--json`, all that is shown of a run is how it failed. */
export function showAround(json: boolean, { output, messages }: ShowContext): Show {
  if (!json) return showText({ output, messages, markdown: undefined });
  return (event) => {
    if (event.type !== "error") return;
    const { type: _, exitStatus, ...error } = event;
    output.answer(toJson({ error, exitStatus }));
  };
}

/** As it stands on stdout. */
export function toJson(value: unknown): string {
  return printableJson(value, 2) + "\n";
}

/** Runs `work`; what it throws is shown as the run's last event, and thrown on. */
export async function showingFailure<T>(
  show: Show,
  { messages }: Pick<ShowContext, "messages">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    show(failure(error, messages));
    throw error;
  }
}

/** Shows what went wrong before any command had begun, where the arguments ask for JSON. */
export function showEarlyFailure(error: unknown, args: readonly string[], context: ShowContext): void {
  const asked = args.find((each) => each === "--json" || each === "--json-stream");
  const show = asked === "--json" ? showAround(true, context) : asked && showJsonStream(context.output);
  if (show) show(failure(error, context.messages));
}

/** What was thrown, as the event of a run. */
export function failure(error: unknown, messages: Messages): RunEvent {
  const shown = asUserError(error);
  return { type: "error", code: shown.code, ...explainError(shown, messages), exitStatus: shown.exitStatus };
}
