/**
 * Messages, tools and calls in the form of OpenAI's chat completions. Pure.
 *
 * @module
 */
import type { ReasoningField } from "../stream/accumulate.ts";
import type { CallDraft } from "../stream/call_pieces.ts";
import type { ModelCall, ModelMessage, ModelTool } from "../model.ts";
import { parseExact } from "../../../lib/exact_json.ts";

/** A message of a request (OpenAI's API, `chat/completions`, `messages`). */
export type ChatMessage =
  | { readonly role: "user"; readonly content: string }
  | { readonly role: "tool"; readonly tool_call_id: string; readonly content: string }
  | {
    readonly role: "assistant";
    readonly content: string | null;
    readonly tool_calls?: readonly {
      readonly id: string;
      readonly type: "function";
      /** `arguments` is a JSON object as text. */
      readonly function: { readonly name: string; readonly arguments: string };
    }[];
  };

/** A tool of a request (`tools`). */
export interface ChatTool {
  /** The only kind of tool that MCP has an equivalent for. */
  readonly type: "function";
  /** `parameters` is a JSON Schema. */
  readonly function: Pick<ModelTool, "name" | "description" | "parameters">;
}

/** The body of `POST /chat/completions` (OpenAI's API), as far as we fill it. */
export interface ChatCompletionRequest {
  /** The model's name at the endpoint. */
  readonly model: string;
  /** The conversation, from the oldest message on. */
  readonly messages: readonly ChatMessage[];
  /** What the model may call; absent rather than empty. */
  readonly tools?: readonly ChatTool[];
  /** Whether it may or must call: the model decides. */
  readonly tool_choice?: "auto";
  /** A bound on the answer's tokens, reasoning included. */
  readonly max_tokens?: number;
  /** Whether the answer comes as an event stream. */
  readonly stream: boolean;
  /** Whether the stream ends with a chunk that counts tokens. */
  readonly stream_options?: { readonly include_usage: boolean };
}

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
export function toWire(message: ModelMessage, form: WireForm): ChatMessage {
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
export function toolToWire({ name, description, parameters }: ModelTool): ChatTool {
  return { type: "function", function: { name, description, parameters } };
}

/** Some endpoints write the JSON text of the arguments as JSON once more. */
function unwrapped(value: unknown): unknown {
  return typeof value === "string" && /^\s*\{/.test(value) ? parseExact(value) : value;
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
    const value = unwrapped(parseExact(written));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ...call, arguments: { ok: value as Record<string, unknown> } };
    }
    // PHP writes an empty object as an empty list.
    if (value === null || Array.isArray(value) && value.length === 0) {
      return { ...call, arguments: { ok: {} } };
    }
    return { ...call, arguments: { problem: "the arguments are not a JSON object" } };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { ...call, arguments: { problem: `the arguments are not valid JSON: ${why}` } };
  }
}
