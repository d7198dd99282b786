/**
 * Messages, tools and calls in the form of OpenAI's chat completions. Pure.
 *
 * @module
 */
import type OpenAI from "openai";
import type { ReasoningField } from "../stream/accumulate.ts";
import type { CallDraft } from "../stream/call_pieces.ts";
import type { ModelCall, ModelMessage, ModelTool } from "../model.ts";

/** What differs between endpoints. */
export interface WireForm {
  /** Converts the id of a call to a form that the endpoint accepts. */
  readonly id: (id: string) => string;
  /** The field in which the endpoint sends its reasoning, and expects it back together with the calls. */
  readonly reasoningField: ReasoningField | undefined;
  /** The content of an assistant message that has calls and no text: `""`, or `null` if the endpoint refuses that. */
  readonly empty: "" | null;
}

/** A message as it is sent. */
export function toWire(message: ModelMessage, form: WireForm): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case "user":
      return message;
    case "tool":
      return {
        role: "tool",
        tool_call_id: form.id(message.callId),
        // Some endpoints refuse an empty text.
        content: message.content || "(nothing)",
      };
    case "assistant":
      return {
        role: "assistant",
        content: message.content || form.empty,
        ...(message.calls.length === 0 ? {} : {
          tool_calls: message.calls.map(({ id, name, arguments: read }) => ({
            id: form.id(id),
            type: "function" as const,
            // Sending malformed arguments back would make the next turn fail.
            function: { name, arguments: JSON.stringify("ok" in read ? read.ok : {}) },
          })),
          ...(message.reasoning && form.reasoningField ? { [form.reasoningField]: message.reasoning } : {}),
        }),
      };
  }
}

/** A tool as it is sent. */
export function toolToWire({ name, description, parameters }: ModelTool): OpenAI.ChatCompletionFunctionTool {
  return { type: "function", function: { name, description, parameters } };
}

/**
 * A call that was received, with its arguments, or with the problem if they are not a JSON object.
 *
 * @param id the id to use for it
 * @param isCut whether the reply was cut within this call
 */
export function toCall(
  { name, arguments: written }: Pick<CallDraft, "name" | "arguments">,
  id: string,
  isCut: boolean,
): ModelCall {
  const call = { id, name, written };
  // Also if the arguments are valid JSON: some endpoints close the braces of a reply that was cut.
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
