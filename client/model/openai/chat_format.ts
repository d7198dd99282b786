/** Messages, tools and calls as chat completions write them. */
import type OpenAI from "openai";
import type { ReasoningField } from "../stream/accumulate.ts";
import type { CallDraft } from "../stream/call_pieces.ts";
import type { ModelCall, ModelMessage, ModelTool } from "../model.ts";

export interface WireForm {
  /** The id of a call as the endpoint takes it. */
  readonly id: (id: string) => string;
  /** Where the endpoint told its reasoning: there it wants it back, with the calls that came of it. */
  readonly reasoningField: ReasoningField | undefined;
}

export function toWire(message: ModelMessage, form: WireForm): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case "user":
      return message;
    case "tool":
      return {
        role: "tool",
        tool_call_id: form.id(message.callId),
        // An empty text is refused by some endpoints.
        content: message.content || "(nothing)",
      };
    case "assistant":
      return {
        role: "assistant",
        content: message.content || null,
        ...(message.calls.length === 0 ? {} : {
          tool_calls: message.calls.map(({ id, name, arguments: read }) => ({
            id: form.id(id),
            type: "function" as const,
            // Malformed arguments, sent back, would fail the next turn.
            function: { name, arguments: JSON.stringify("ok" in read ? read.ok : {}) },
          })),
          ...(message.reasoning && form.reasoningField ? { [form.reasoningField]: message.reasoning } : {}),
        }),
      };
  }
}

export function toolToWire({ name, description, parameters }: ModelTool): OpenAI.ChatCompletionFunctionTool {
  return { type: "function", function: { name, description, parameters } };
}

/** A call that has arrived, or why it cannot be run. */
export function toCall(
  { name, arguments: written }: Pick<CallDraft, "name" | "arguments">,
  id: string,
  isCut: boolean,
): ModelCall {
  const call = { id, name, written };
  // Even arguments that parse: some endpoints close the braces of what was cut.
  if (isCut) return { ...call, arguments: { problem: "the reply was cut at its length limit" } };
  if (written.trim() === "") return { ...call, arguments: { ok: {} } };
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ...call, arguments: { ok: value as Record<string, unknown> } };
    }
    if (value === null) return { ...call, arguments: { ok: {} } };
    return { ...call, arguments: { problem: "the arguments are not a JSON object" } };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { ...call, arguments: { problem: `the arguments are not valid JSON: ${why}` } };
  }
}
