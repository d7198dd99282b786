/** A model behind an OpenAI-compatible chat-completions endpoint. */
import OpenAI from "openai";
import type { Fetch } from "../../auth/with_key.ts";
import { UserError } from "../../cli/errors.ts";
import { errorText, networkReason } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/terminal.ts";
import { accumulate, type CallDraft, type Delta, EMPTY_REPLY, type Reply } from "./accumulate.ts";
import type { Model, ModelCall, ModelMessage, ModelTool, Question, Turn } from "./model.ts";

export interface OpenAiOptions {
  /** For instance `https://api.ai.cloud-temple.com/v1`. */
  readonly apiUrl: string;
  /** None: no `Authorization` header is sent, as local endpoints like it. */
  readonly apiKey: string | undefined;
  readonly model: string;
  readonly fetch: Fetch;
  /** Receive the reply in pieces. */
  readonly stream: boolean;
  /** Makes ids for calls that came without one: 9 letters or digits, which every endpoint takes. */
  readonly randomId: () => string;
}

export function createOpenAiModel(options: OpenAiOptions): Model {
  const { apiUrl, apiKey, model, fetch, stream } = options;
  const client = new OpenAI({
    apiKey: apiKey ?? "none",
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    baseURL: apiUrl,
    organization: null,
    project: null,
    fetch,
    maxRetries: 2,
    logLevel: "off",
  });
  return async ({ messages, tools, onText, signal }) => {
    const body = {
      model,
      messages: messages.map(toWire),
      // An empty list is refused by some endpoints.
      ...(tools.length > 0 ? { tools: tools.map(toolToWire) } : {}),
    };
    try {
      const reply = stream
        ? await readStream(
          await client.chat.completions.create({ ...body, stream: true }, { signal }),
          onText,
        )
        : readWhole(await client.chat.completions.create({ ...body, stream: false }, { signal }), onText);
      return toTurn(reply, options);
    } catch (error) {
      throw modelError(error, options, signal);
    }
  };
}

interface Chunk {
  readonly error?: unknown;
  readonly choices?: readonly {
    readonly delta?: Delta;
    readonly message?: Delta;
    readonly finish_reason?: string | null;
  }[];
}

async function readStream(
  chunks: AsyncIterable<unknown>,
  onText: Question["onText"],
): Promise<Reply | undefined> {
  let reply: Reply | undefined;
  for await (const chunk of chunks) {
    const { choices, error } = (chunk ?? {}) as Chunk;
    if (error) throw new EndpointError(endpointText(error));
    const choice = choices?.[0];
    if (!choice) continue;
    const before = reply ?? EMPTY_REPLY;
    reply = accumulate(before, choice.delta ?? {}, choice.finish_reason);
    if (reply.text.length > before.text.length) onText(reply.text.slice(before.text.length));
  }
  return reply;
}

function readWhole(completion: unknown, onText: Question["onText"]): Reply | undefined {
  const { choices, error } = (completion ?? {}) as Chunk;
  if (error) throw new EndpointError(endpointText(error));
  const choice = choices?.[0];
  if (!choice) return undefined;
  const reply = accumulate(EMPTY_REPLY, choice.message ?? {}, choice.finish_reason);
  if (reply.text) onText(reply.text);
  return reply;
}

function toTurn(reply: Reply | undefined, { randomId }: OpenAiOptions): Turn {
  if (!reply) throw new EndpointError("its answer holds no choice");
  const isCut = reply.finishReason === "length";
  // What counts is that calls are there: endpoints differ in the finish_reason they send with them.
  const calls = reply.calls.filter(({ name }) => name !== "").map((draft, index, all) => {
    const isRepeated = all.findIndex(({ id }) => id === draft.id) < index;
    return toCall(
      draft,
      draft.id === "" || isRepeated ? randomId() : draft.id,
      isCut && index === all.length - 1,
    );
  });
  return { text: reply.text, calls };
}

function toCall({ name, arguments: written }: CallDraft, id: string, isCut: boolean): ModelCall {
  const call = { id, name, written };
  if (written.trim() === "" && !isCut) return { ...call, arguments: { ok: {} } };
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ...call, arguments: { ok: value as Record<string, unknown> } };
    }
    if (value === null) return { ...call, arguments: { ok: {} } };
    return { ...call, arguments: { problem: "the arguments are not a JSON object" } };
  } catch (error) {
    const why = isCut ? "the reply was cut at its length limit" : error instanceof Error ? error.message : "";
    return { ...call, arguments: { problem: `the arguments are not valid JSON: ${why}` } };
  }
}

function toWire(message: ModelMessage): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case "user":
      return message;
    case "tool":
      return { role: "tool", tool_call_id: message.callId, content: message.content };
    case "assistant":
      return {
        role: "assistant",
        // An empty text beside tool calls is refused by some endpoints.
        content: message.content || null,
        ...(message.calls.length === 0 ? {} : {
          tool_calls: message.calls.map(({ id, name, arguments: read }) => ({
            id,
            type: "function" as const,
            // Malformed arguments, sent back, would fail the next turn.
            function: { name, arguments: JSON.stringify("ok" in read ? read.ok : {}) },
          })),
        }),
      };
  }
}

function toolToWire({ name, description, parameters }: ModelTool): OpenAI.ChatCompletionFunctionTool {
  return { type: "function", function: { name, description, parameters } };
}

/** An answer that says that the endpoint failed, whatever its HTTP status. */
class EndpointError extends Error {}

function endpointText(error: unknown): string {
  const { message } = (typeof error === "object" && error !== null ? error : {}) as { message?: unknown };
  return oneLine(String(message ?? JSON.stringify(error)));
}

function modelError(
  error: unknown,
  { apiUrl: url, model, apiKey }: OpenAiOptions,
  signal: AbortSignal,
): unknown {
  if (error instanceof UserError) return error;
  if (signal.aborted) return signal.reason;
  const options = { cause: error };
  if (error instanceof EndpointError) {
    return new UserError("model_failing", { url, detail: error.message }, options);
  }
  if (error instanceof OpenAI.APIConnectionError) {
    return new UserError("model_unreachable", { url, detail: oneLine(networkReason(error)) }, options);
  }
  if (!(error instanceof OpenAI.APIError)) {
    const detail = oneLine(errorText(error));
    return new UserError("model_failing", { url, detail }, options);
  }
  const said = oneLine(apiKey ? error.message.replaceAll(apiKey, "***") : error.message);
  switch (error.status) {
    case 401:
    case 403:
      return new UserError("model_key_refused", { url, detail: said }, options);
    case 404:
      return new UserError("model_not_found", { url, model, detail: said }, options);
    case 429:
      return new UserError("model_rate_limited", { url, detail: said }, options);
    default:
      return new UserError("model_failing", { url, detail: said }, options);
  }
}
