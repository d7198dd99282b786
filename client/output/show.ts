/**
 * How a run is shown: as text for the user, or as JSON for a program.
 *
 * @module
 */
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
  /** The texts. */
  readonly messages: Messages;
  /** The output to write to. */
  readonly output: Output;
}

/** The settings that choose the form. */
export type ShowSettings = Pick<
  AskSettings,
  "json" | "jsonStream" | "reasoning" | "usage" | "debug" | "debugWire"
>;

/** The way in which `ask` shows a run. */
export async function chooseShow(
  { json, jsonStream, reasoning, usage, debug, debugWire }: ShowSettings,
  { output, messages, now }: ShowContext & { readonly now: () => number },
): Promise<Show> {
  if (jsonStream) return showJsonStream(output);
  if (json) return showJson(output);
  const { screen } = output;
  const asked = { ...(reasoning ? { reasoning } : {}), ...(usage ? { usageBy: now } : {}) };
  // The steps of --debug come between the blocks of Markdown: the screen is not as the last block left it.
  if (debug || debugWire) return showText({ output, messages, markdown: undefined, isWhole: true, ...asked });
  if (!screen?.hasStyles) return showText({ output, messages, markdown: undefined, ...asked });
  const { createMarkdownWriter } = await import("../../cli/markdown.ts");
  return showText({
    output,
    messages,
    markdown: createMarkdownWriter({ ...screen, write: output.answer }),
    ...asked,
  });
}

/** The way in which commands show a run whose result is data: with `--json`, only how it failed. */
export function showAround(json: boolean, { output, messages }: ShowContext): Show {
  if (!json) return showText({ output, messages, markdown: undefined });
  return (event) => {
    if (event.type !== "error") return;
    const { type: _, exitStatus, ...error } = event;
    output.answer(toJson({ error, exitStatus }));
  };
}

/** A value as it is written to stdout: indented JSON that a terminal can show, with a newline at the end. */
export function toJson(value: unknown): string {
  return printableJson(value, 2) + "\n";
}

/** Runs `work`. What it throws is shown as the run's last event, and thrown again. */
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

/** Shows an error that happened before the command began, if the arguments ask for JSON. */
export function showEarlyFailure(error: unknown, args: readonly string[], context: ShowContext): void {
  const asked = args.find((each) => each === "--json" || each === "--json-stream");
  const show = asked === "--json" ? showAround(true, context) : asked && showJsonStream(context.output);
  if (show) show(failure(error, context.messages));
}

/** A thrown value as the event of a run. */
export function failure(error: unknown, messages: Messages): RunEvent {
  const shown = asUserError(error);
  return { type: "error", code: shown.code, ...explainError(shown, messages), exitStatus: shown.exitStatus };
}
