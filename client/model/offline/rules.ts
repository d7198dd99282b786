/**
 * The rules of the offline model: it chooses the tool that shares words with the question, fills its arguments
 * according to their schema, and puts the result into words, in the language of the question. Pure.
 *
 * @module
 */
import { clockIn, fillArguments } from "./arguments.ts";
import { placesIn } from "./places.ts";
import { type Language, languageOfText, meanings } from "./words.ts";

/** The parts of a chat-completions request that the rules read. */
export interface OfflineRequest {
  /** The conversation. */
  readonly messages: readonly OfflineMessage[];
  /** The tools that may be called. */
  readonly tools: readonly OfflineTool[];
}

/** A message (chat completions, `messages[]`). */
export interface OfflineMessage {
  /** `user`, `assistant`, `tool` or any other. */
  readonly role: string;
  /** A text, or a list of parts. */
  readonly content?: unknown;
  /** The calls of an assistant. */
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { name: string; arguments: string };
  }[];
  /** The call that a tool has answered. */
  readonly tool_call_id?: string;
}

/** A tool (chat completions, `tools[].function`). */
export interface OfflineTool {
  /** Its name. */
  readonly name: string;
  /** What it does. */
  readonly description?: string;
  /** The JSON Schema of its arguments. */
  readonly parameters?: unknown;
}

/** What the model does: it calls tools or answers. */
export type Decision =
  | { readonly calls: readonly { readonly name: string; readonly arguments: Record<string, unknown> }[] }
  | { readonly text: string };

/** The reaction to a conversation, always the same one for the same request. */
export function decide({ messages, tools }: OfflineRequest): Decision {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const question = textOf(messages[last]?.content);
  const language = languageOfText(question);
  const since = messages.slice(last + 1);
  const results = since.filter(({ role }) => role === "tool");
  if (results.length > 0) {
    const lines = results.map((result) => wordResult(result, since, question, language));
    return { text: lines.join("\n") };
  }
  const words = WORDS[language];
  const tool = pickTool(question, tools);
  if (!tool) return { text: words.noTool(tools.map(({ name }) => name)) };
  const { calls, missing } = fillArguments(tool.parameters, question, tool.name);
  if (missing.length > 0) return { text: words.missing(tool.name, missing) };
  return { calls: calls.map((args) => ({ name: tool.name, arguments: args })) };
}

/** The tool that shares the most words with the question. The words of its name count three times. */
function pickTool(question: string, tools: readonly OfflineTool[]): OfflineTool | undefined {
  // A place would match every tool that mentions one as an example.
  const words = placesIn(question).reduce((text, { written }) => text.replace(written, " "), question);
  const asked = meanings(words);
  const clock = clockIn(question);
  const scored = tools.map((tool) => {
    const name = meanings(tool.name);
    const shared = asked.intersection(name).size;
    const described = asked.intersection(meanings(tool.description ?? "")).size;
    const { calls, missing } = fillArguments(tool.parameters, question, tool.name);
    const canRun = missing.length === 0;
    // A question with a time of day is for a tool that takes one.
    const takesClock = clock !== undefined && calls.some((args) => Object.values(args).includes(clock));
    // Half of the question, or a good part of the tool: less is a coincidence.
    const fits = 3 * shared + described >= 2 || (described > 0 && described >= asked.size / 2);
    return {
      tool,
      canRun,
      fits,
      shared: shared + Number(takesClock),
      unsaid: name.size - shared,
      described,
    };
  });
  const fitting = scored.filter(({ fits }) => fits);
  fitting.sort((a, b) =>
    b.shared - a.shared || Number(b.canRun) - Number(a.canRun) || a.unsaid - b.unsaid ||
    b.described - a.described
  );
  return fitting[0]?.tool;
}

function wordResult(
  result: OfflineMessage,
  since: readonly OfflineMessage[],
  question: string,
  language: Language,
): string {
  const words = WORDS[language];
  const text = textOf(result.content).trim();
  const call = since.flatMap(({ tool_calls }) => tool_calls ?? []).find(({ id }) =>
    id === result.tool_call_id
  );
  const name = call?.function.name ?? "?";
  if (/^error:/i.test(text)) return words.failed(name, text.replace(/^error:\s*/i, ""));
  const times = [...text.matchAll(ISO_TIME)].filter(([iso]) => isTime(iso));
  if (times.length === 1 && meanings(name).has("time")) {
    const place = placesIn(question).find(({ zone }) =>
      call?.function.arguments.includes(JSON.stringify(zone))
    );
    return words.time(wordTime(times[0]![0], language), placeOf(text, times[0]!), place?.written);
  }
  return words.says(name, text);
}

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)/g;

function isTime(iso: string): boolean {
  try {
    Temporal.Instant.from(iso);
    return true;
  } catch {
    return false;
  }
}

/** The time and the day of an ISO 8601 text, in its own offset and not in the zone of this machine. */
function wordTime(iso: string, language: Language): { clock: string; day: string } {
  const wall = Temporal.PlainDateTime.from(iso.replace(/(Z|[+-]\d\d:\d\d)$/, ""));
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  return {
    clock: wall.toLocaleString(locale, { timeStyle: "short" }),
    day: wall.toLocaleString(locale, { dateStyle: "full" }),
  };
}

function placeOf(text: string, [, offset]: RegExpExecArray): string {
  const zone = text.match(/\b[A-Z][A-Za-z_]+(?:\/[A-Za-z_+-]+\d*)+|\bUTC\b/)?.[0];
  const utc = offset === "Z" || offset === "+00:00" ? "UTC" : `UTC${offset}`;
  return zone && zone !== utc ? `${zone}, ${utc}` : utc;
}

const WORDS = {
  en: {
    time: ({ clock, day }: { clock: string; day: string }, zone: string, place?: string) =>
      `${place ? `In ${place}, it is` : "It is"} ${clock} on ${day} (${zone}).`,
    says: (name: string, text: string) => `${name} answers: ${text}`,
    failed: (name: string, text: string) => `${name} could not help: ${text}`,
    missing: (name: string, missing: readonly string[]) =>
      `The tool ${name} fits, but your question does not tell me: ${missing.join(", ")}.`,
    noTool: (names: readonly string[]) =>
      "I am an offline stand-in that follows rules, and no tool of this server fits the question. " +
      (names.length > 0 ? `Its tools are: ${names.join(", ")}.` : "It has no tools."),
  },
  fr: {
    time: ({ clock, day }: { clock: string; day: string }, zone: string, place?: string) =>
      `${place ? `À ${place}, il est` : "Il est"} ${clock}, le ${day} (${zone}).`,
    says: (name: string, text: string) => `${name} répond : ${text}`,
    failed: (name: string, text: string) => `${name} n'a pas pu aider : ${text}`,
    missing: (name: string, missing: readonly string[]) =>
      `L'outil ${name} convient, mais votre question ne me dit pas : ${missing.join(", ")}.`,
    noTool: (names: readonly string[]) =>
      "Je suis un remplaçant hors ligne qui suit des règles, et aucun outil de ce serveur ne convient à la question. " +
      (names.length > 0 ? `Ses outils sont : ${names.join(", ")}.` : "Il n'a aucun outil."),
  },
};

/** The text of a message, whether it is a string or a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => typeof part?.text === "string" ? part.text : "").join("\n");
}
