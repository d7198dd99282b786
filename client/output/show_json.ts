/**
 * Shows a run as JSON, for a program: stdout contains nothing else.
 *
 * @module
 */
import type { Output } from "../../cli/output.ts";
import { printableJson } from "../../cli/printable.ts";
import type { RunEvent, Show } from "../run_event.ts";

/** `--json-stream`: writes one event a line, as it happens. */
export function showJsonStream({ answer }: Pick<Output, "answer">): Show {
  return (event) => answer(printableJson(event) + "\n");
}

type Of<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** `--json`: writes one object at the end of the run, with its answer or error and everything that led to it. */
export function showJson({ answer }: Pick<Output, "answer">): Show {
  let events: RunEvent[] = [];
  // These come only once in a conversation.
  const lasting = () => events.filter(({ type }) => type === "server" || type === "model");
  return (event) => {
    // The question before may have been stopped.
    if (event.type === "question" && events.some(({ type }) => type === "question")) events = lasting();
    events.push(event);
    if (event.type !== "answer" && event.type !== "error") return;
    answer(printableJson(summarize(events, event), 2) + "\n");
    events = lasting();
  };
}

function summarize(events: readonly RunEvent[], last: Of<"answer"> | Of<"error">) {
  const of = <Type extends RunEvent["type"]>(type: Type) =>
    events.filter((event): event is Of<Type> => event.type === type);
  const withoutType = <E extends RunEvent>({ type: _, ...rest }: E) => rest;
  // An id is unique only in its turn: a model may use it again in the next one.
  const resultOf = (call: Of<"toolCall">) =>
    events.slice(events.indexOf(call)).find((event): event is Of<"toolResult"> =>
      event.type === "toolResult" && event.id === call.id
    );
  const reasoning = reasoningOf(events);
  const { type, exitStatus, ...rest } = last;
  return {
    question: of("question")[0]?.text,
    ...(type === "answer" ? { answer: last.text } : { error: rest }),
    exitStatus,
    servers: of("server").map(withoutType),
    model: of("model").map(withoutType)[0],
    toolCalls: of("toolCall").map((call) => {
      const { text, isError, isRefused, structuredContent, ms } = resultOf(call) ?? {};
      return { ...withoutType(call), result: text, structuredContent, isError, isRefused, ms };
    }),
    ...(reasoning ? { reasoning } : {}),
    ...(type === "answer"
      ? { isCut: last.isCut, ...interruptionOf(last), rounds: last.rounds, ms: last.ms }
      : {}),
    ...(type === "answer" && last.usage ? { usage: last.usage } : {}),
    ...(type === "answer" && last.backend !== undefined ? { backend: last.backend } : {}),
    notes: of("note").map(withoutType),
  };
}

function interruptionOf({ interruption }: Of<"answer">) {
  return interruption ? { interruption } : {};
}

/** The reasoning of each round begins on a new line. */
function reasoningOf(events: readonly RunEvent[]): string {
  return events.map((event, index) => {
    if (event.type !== "reasoning") return "";
    const continues = events[index - 1]?.type === "reasoning";
    return (continues ? "" : "\n") + event.text;
  }).join("").trim();
}
