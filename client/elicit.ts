/** What a server asks the person back (MCP 2026-07-28, `client/elicitation`), line by line. */
import type { ElicitRequest, ElicitResult } from "@modelcontextprotocol/client";
import type { Messages } from "../cli/messages/en.ts";
import { oneLine, type Output, printable } from "../cli/terminal.ts";
import { type Field, fieldsOf, type Value } from "./form.ts";
import { readField } from "./read_field.ts";

export type ElicitParams = ElicitRequest["params"];

/** Answers for the person at `url`'s request. Never throws: a failure is `cancel`. */
export type Elicit = (url: URL, params: ElicitParams, signal: AbortSignal) => Promise<ElicitResult>;

/** One line that the person typed, without its end; `undefined` when there is none to come. */
export type ReadLine = (signal: AbortSignal) => Promise<string | undefined>;

export interface ElicitContext {
  readonly messages: Messages;
  readonly output: Output;
  /** Only where a person can see the form and answer it. */
  readonly readLine: ReadLine | undefined;
}

export function createElicit({ messages, output, readLine }: ElicitContext): Elicit {
  const words = messages.form;
  let last: Promise<unknown> = Promise.resolve();
  return (url, params, signal) => {
    output.note(words.asks(url.host, oneLine(params.message, 1_000)));
    if (!readLine || params.mode === "url") {
      output.note(params.mode === "url" ? words.declinedUrl : words.declinedNoTerminal);
      return Promise.resolve({ action: "decline" });
    }
    const fields = fieldsOf(params.requestedSchema);
    const note = (line: string) => output.note(printable(line));
    // Calls run side by side, but a person answers one form at a time.
    const form = last.then(() => askForm(fields, words, note, () => readLine(signal)));
    last = form;
    return form;
  };
}

/** Asks field by field, shows it all, and sends it only then. */
export async function askForm(
  fields: readonly Field[],
  words: Messages["form"],
  note: (line: string) => void,
  readLine: () => Promise<string | undefined>,
): Promise<ElicitResult> {
  note(words.hint);
  while (true) {
    const content: Record<string, Value> = {};
    for (const field of fields) {
      const read = await askField(field, words, note, readLine);
      if ("action" in read) return read;
      if (read.ok !== undefined) content[field.name] = read.ok;
    }
    for (const [name, value] of Object.entries(content)) note(`  ${oneLine(name)}: ${shown(value)}`);
    note(words.review);
    const line = await readLine();
    const action = actionOf(line);
    if (action) return action;
    if (line?.trim() !== "/edit") return { action: "accept", content };
  }
}

async function askField(
  field: Field,
  words: Messages["form"],
  note: (line: string) => void,
  readLine: () => Promise<string | undefined>,
): Promise<{ readonly ok: Value | undefined } | ElicitResult> {
  const format = field.format ?? words.kinds[field.kind];
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
