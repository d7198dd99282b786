/** A model's stream as one chat completion, for the trace: the same folding as the answer itself. */
import { asObject } from "../../lib/json.ts";
import { readJson } from "../../trace/steps/message.ts";
import { accumulate, type Delta, EMPTY_REPLY, finish } from "../model/stream/accumulate.ts";

interface Choice {
  readonly delta?: Delta;
  readonly finish_reason?: string | null;
}

/** Folds the data of events as they come. What is no chunk of a completion is left out. */
export function foldCompletion(): { add(data: string): void; completion(): string } {
  let reply = EMPTY_REPLY;
  let rest: Readonly<Record<string, unknown>> = {};
  let error: unknown;
  return {
    add(data) {
      if (data.trim() === "[DONE]") return;
      const { choices, ...others } = asObject(readJson(data));
      // What every chunk repeats (id, model), and what the last one adds (usage).
      rest = { ...rest, ...others };
      error ??= others.error;
      const choice = Array.isArray(choices) ? choices[0] as Choice | undefined : undefined;
      if (choice) reply = accumulate(reply, choice.delta ?? {}, choice.finish_reason);
    },
    completion() {
      const { text, reasoning, reasoningField = "reasoning", calls, finishReason } = finish(reply);
      const message = {
        role: "assistant",
        content: text || null,
        ...(reasoning ? { [reasoningField]: reasoning } : {}),
        ...(calls.length === 0 ? {} : {
          tool_calls: calls.map(({ id, name, arguments: args }) => ({
            id,
            type: "function",
            function: { name, arguments: args },
          })),
        }),
      };
      return JSON.stringify({
        ...rest,
        object: "chat.completion",
        choices: [{ index: 0, message, finish_reason: finishReason ?? null }],
        ...(error === undefined ? {} : { error }),
      });
    },
  };
}
