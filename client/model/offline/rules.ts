/**
 * The offline model's mind: rules, no learning. It picks a tool by its words, fills its arguments by
 * their schema, and words what comes back, in the language of the question. Pure.
 */
import { clockIn, fillArguments } from "./arguments.ts";
import { placesIn } from "./places.ts";
import { type Language, languageOfText, meanings } from "./words.ts";

/** The parts of a chat-completions request that the rules read. */
export interface OfflineRequest {
  readonly messages: readonly OfflineMessage[];
  readonly tools: readonly OfflineTool[];
}

export interface OfflineMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { name: string; arguments: string };
  }[];
  readonly tool_call_id?: string;
}

export interface OfflineTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: unknown;
}

export type Decision =
  | { readonly calls: readonly { readonly name: string; readonly arguments: Record<string, unknown> }[] }
  | { readonly text: string };

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

/** The tool that shares most words with the question: those of its name count threefold. */
function pickTool(question: string, tools: readonly OfflineTool[]): OfflineTool | undefined {
  // A place fits every tool that gives one as an example.
  const words = placesIn(question).reduce((text, { written }) => text.replace(written, " "), question);
  const asked = meanings(words);
  const clock = clockIn(question);
  const scored = tools.map((tool) => {
    const name = meanings(tool.name);
    const shared = asked.intersection(name).size;
    const described = asked.intersection(meanings(tool.description ?? "")).size;
    const { calls, missing } = fillArguments(tool.parameters, question, tool.name);
    const canRun = missing.length === 0;
    // A question that says a time of day is for a tool that takes one.
    const takesClock = clock !== undefined && calls.some((args) => Object.values(args).includes(clock));
    // Half of what was asked, or a good part of the tool: less is chance.
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

/** The clock and the day that an ISO 8601 text shows, whatever zone this machine is in. */
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
    failed: (name: string, text: string) => `${name} answered with an error: ${text}`,
    missing: (name: string, missing: readonly string[]) =>
      `The tool ${name} fits, but your question does not say: ${missing.join(", ")}.`,
    noTool: (names: readonly string[]) =>
      "I am an offline stand-in that follows rules, and no tool of this server fits the question. " +
      (names.length > 0 ? `Its tools are: ${names.join(", ")}.` : "It has no tools."),
  },
  fr: {
    time: ({ clock, day }: { clock: string; day: string }, zone: string, place?: string) =>
      `${place ? `À ${place}, il est` : "Il est"} ${clock}, le ${day} (${zone}).`,
    says: (name: string, text: string) => `${name} répond : ${text}`,
    failed: (name: string, text: string) => `${name} a répondu par une erreur : ${text}`,
    missing: (name: string, missing: readonly string[]) =>
      `L’outil ${name} convient, mais votre question ne précise pas : ${missing.join(", ")}.`,
    noTool: (names: readonly string[]) =>
      "Je suis un remplaçant hors ligne qui suit des règles, et aucun outil de ce serveur ne convient à la question. " +
      (names.length > 0 ? `Ses outils sont : ${names.join(", ")}.` : "Il n’a aucun outil."),
  },
};

/** The text of a message, whether it is a string or a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => typeof part?.text === "string" ? part.text : "").join("\n");
}
