/**
 * Asks the user, line by line, what a server wants to know (MCP 2026-07-28, `client/elicitation`).
 *
 * @module
 */
import type { ElicitRequest, ElicitResult } from "@modelcontextprotocol/client";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Lines } from "../../cli/lines.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine, printable } from "../../cli/printable.ts";
import { type Field, fieldsOf, type Value } from "./form.ts";
import { readField } from "./read_field.ts";

/** The parameters of an `elicitation/create` request. */
export type ElicitParams = ElicitRequest["params"];

/**
 * Asks the user what the server at `url` wants to know. Never rejects: a failure is the action `cancel`.
 *
 * @param signal aborted when the answer is no longer wanted
 */
export type Elicit = (url: URL, params: ElicitParams, signal: AbortSignal) => Promise<ElicitResult>;

/** What {@linkcode createElicit} needs from the process. */
export interface ElicitContext {
  /** The texts of the form. */
  readonly messages: Messages;
  /** The output for the form. */
  readonly output: Output;
  /** What the user types; `undefined` without a terminal, where the user cannot see the form. */
  readonly lines: Lines | undefined;
}

/** Shows the form on stderr and reads the answers from the terminal. Without one, every request is declined. */
export function createElicit({ messages, output, lines }: ElicitContext): Elicit {
  const words = messages.form;
  const note = (line: string) => output.note(printable(line));
  const ask = async (url: URL, params: ElicitParams, signal: AbortSignal): Promise<ElicitResult> => {
    if (signal.aborted) return { action: "cancel" };
    output.note(words.asks(url.host, oneLine(params.message, 1_000)));
    if (!lines || params.mode === "url") {
      output.note(params.mode === "url" ? words.declinedUrl : words.declinedNoTerminal);
      return { action: "decline" };
    }
    const read = () => lines.read(signal);
    return await askForm(fieldsOf(params.requestedSchema), words, note, read, () => lines.forget());
  };
  return (url, params, signal) => {
    const form = () => ask(url, params, signal).catch((): ElicitResult => ({ action: "cancel" }));
    return lines ? lines.turn(form) : form();
  };
}

/**
 * Asks for each field, shows all answers, and accepts them only after the user has confirmed.
 *
 * @param note shows a line
 * @param readLine the next line that the user types, without its end; `undefined` at the end of the input
 * @param forget discards what was typed so far
 */
export async function askForm(
  fields: readonly Field[],
  words: Messages["form"],
  note: (line: string) => void,
  readLine: () => Promise<string | undefined>,
  forget: () => Promise<void> = () => Promise.resolve(),
): Promise<ElicitResult> {
  // What the user typed before the form appeared, or before its last question, was not meant for it.
  await forget();
  note(words.hint);
  while (true) {
    const content: Record<string, Value> = {};
    for (const field of fields) {
      const read = await askField(field, words, note, readLine);
      if ("action" in read) return read;
      if (read.ok !== undefined) content[field.name] = read.ok;
    }
    for (const [name, value] of Object.entries(content)) note(`  ${oneLine(name)}: ${shown(value)}`);
    await forget();
    const reviewed = await review(words, note, readLine);
    if (reviewed === "accept") return { action: "accept", content };
    if (reviewed !== "edit") return reviewed;
  }
}

/** Only an empty line sends the form, so that a typing error does not. */
async function review(
  words: Messages["form"],
  note: (line: string) => void,
  readLine: () => Promise<string | undefined>,
): Promise<"accept" | "edit" | ElicitResult> {
  while (true) {
    note(words.review);
    const line = await readLine();
    const action = actionOf(line);
    if (action) return action;
    if (line?.trim() === "") return "accept";
    if (line?.trim() === "/edit") return "edit";
  }
}

async function askField(
  field: Field,
  words: Messages["form"],
  note: (line: string) => void,
  readLine: () => Promise<string | undefined>,
): Promise<{ readonly ok: Value | undefined } | ElicitResult> {
  const format = field.format !== undefined ? oneLine(field.format) : words.kinds[field.kind];
  const fallback = field.default === undefined ? undefined : shown(field.default);
  note(words.field(field.label, format, field.isRequired, fallback));
  field.choices.forEach(({ title }, index) => note(`  ${index + 1}. ${title}`));
  while (true) {
    const line = await readLine();
    const action = actionOf(line);
    if (action) return action;
    const read = readField(field, line ?? "");
    if ("ok" in read) return read;
    note(words.problems[read.problem](read.limit));
  }
}

function actionOf(line: string | undefined): ElicitResult | undefined {
  if (line === undefined || line.trim() === "/cancel") return { action: "cancel" };
  return line.trim() === "/decline" ? { action: "decline" } : undefined;
}

function shown(value: Value): string {
  return oneLine(Array.isArray(value) ? value.join(", ") : String(value));
}
