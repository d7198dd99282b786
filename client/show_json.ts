/** Shows a run to a program: stdout holds JSON, and nothing else. */
import type { Output } from "../cli/terminal.ts";
import type { RunEvent, Show } from "./run_event.ts";

/** One event a line, as it happens. */
export function showJsonStream({ answer }: Pick<Output, "answer">): Show {
  return (event) => answer(JSON.stringify(event) + "\n");
}

type Of<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** One object, when the run is over: its answer, or its error, with all that led to it. */
export function showJson({ answer }: Pick<Output, "answer">): Show {
  const events: RunEvent[] = [];
  return (event) => {
    events.push(event);
    if (event.type !== "answer" && event.type !== "error") return;
    answer(JSON.stringify(summarize(events, event), undefined, 2) + "\n");
    events.length = 0;
  };
}

function summarize(events: readonly RunEvent[], last: Of<"answer"> | Of<"error">) {
  const of = <Type extends RunEvent["type"]>(type: Type) =>
    events.filter((event): event is Of<Type> => event.type === type);
  const withoutType = <E extends RunEvent>({ type: _, ...rest }: E) => rest;
  const results = new Map(of("toolResult").map((result) => [result.id, result]));
  const reasoning = of("reasoning").map(({ text }) => text).join("");
  const { type, exitStatus, ...rest } = last;
  return {
    question: of("question")[0]?.text,
    ...(type === "answer" ? { answer: last.text } : { error: rest }),
    exitStatus,
    servers: of("server").map(withoutType),
    model: of("model").map(withoutType)[0],
    toolCalls: of("toolCall").map((call) => {
      const { text, isError, isRefused, structuredContent, ms } = results.get(call.id) ?? {};
      return { ...withoutType(call), result: text, structuredContent, isError, isRefused, ms };
    }),
    ...(reasoning ? { reasoning } : {}),
    ...(type === "answer" ? { isCut: last.isCut, rounds: last.rounds, ms: last.ms } : {}),
    ...(type === "answer" && last.usage ? { usage: last.usage } : {}),
    ...(type === "answer" && last.backend !== undefined ? { backend: last.backend } : {}),
    notes: of("note").map(withoutType),
  };
}
