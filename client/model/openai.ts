/** A model behind an OpenAI-compatible chat-completions endpoint. */
import OpenAI from "openai";
import type { Fetch } from "../../auth/with_key.ts";
import { accumulate, type Delta, EMPTY_REPLY, type Reply } from "./accumulate.ts";
import type { Model, Question, Turn } from "./model.ts";
import { EndpointError, endpointText, modelError } from "./model_error.ts";
import { toCall, toolToWire, toWire } from "./wire_form.ts";

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
      // The client ends an aborted stream as if it were complete.
      signal.throwIfAborted();
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
  const message = choice.message ?? {};
  // Every entry of a whole message is a call of its own, whatever its id.
  const tool_calls = Array.isArray(message.tool_calls)
    ? message.tool_calls.map((call, index) => ({ ...call, index }))
    : [];
  const reply = accumulate(EMPTY_REPLY, { ...message, tool_calls }, choice.finish_reason);
  if (reply.text) onText(reply.text);
  return reply;
}

function toTurn(reply: Reply | undefined, { randomId }: OpenAiOptions): Turn {
  if (!reply) {
    throw new EndpointError(
      "its answer holds no choice: does API_URL end where the API begins, often in /v1?",
    );
  }
  const isCut = reply.finishReason === "length";
  if (reply.text === "" && reply.calls.length === 0) throw new EndpointError("its answer is empty");
  // What counts is that calls are there: endpoints differ in the finish_reason they send with them.
  const calls = reply.calls.filter(({ name }) => name !== "").map((draft, index, all) => {
    const isRepeated = all.findIndex(({ id }) => id === draft.id) < index;
    return toCall(
      draft,
      draft.id === "" || isRepeated ? randomId() : draft.id,
      isCut && index === all.length - 1,
    );
  });
  return { text: reply.text, calls, isCut };
}
