/**
 * A streamed reply of the model as one chat completion, for the trace: read as the run itself reads it.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";
import { readJson } from "../../trace/steps/message.ts";
import { accumulate, type Delta, EMPTY_REPLY, finish } from "../model/stream/accumulate.ts";

interface Choice {
  readonly delta?: Delta;
  readonly finish_reason?: string | null;
}

/** Folds a stream of chat-completion chunks into one completion. */
export interface CompletionFolder {
  /** Adds the data of one event. Data other than completion chunks is ignored. */
  add(data: string): void;
  /** The completion so far, as JSON in the form of an answer that is not streamed. */
  completion(): string;
}

/** A folder that has read nothing yet. */
export function foldCompletion(): CompletionFolder {
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
