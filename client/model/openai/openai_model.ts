/**
 * A model behind an OpenAI-compatible chat-completions endpoint.
 *
 * @module
 */
import { type Reason, UserError } from "../../../cli/errors.ts";
import { oneLine } from "../../../cli/printable.ts";
import { createRedactor } from "../../../trace/record/redact.ts";
import { type Part, refusedPart, shortId } from "./adapt.ts";
import { openAnswer } from "./answer.ts";
import type { ReasoningField } from "../stream/accumulate.ts";
import { calledInText, mayBeCall } from "../stream/call_text.ts";
import { type Endpoint, request } from "./client.ts";
import type { Model, Question, Turn } from "../model.ts";
import { modelError } from "./errors.ts";
import { EndpointError } from "./failure_kind.ts";
import { withNearestNames } from "./nearest_names.ts";
import type { OddCall } from "../stream/odd_call.ts";
import { endingOf, type Interruption } from "../stream/ending.ts";
import { readChunks } from "../stream/read_chunks.ts";
import { readStream, readWhole, type Received } from "../stream/read_reply.ts";
import { type RetryPolicy, withRetries } from "./retry.ts";
import { areToolsDropped, isTruncated, measure, type Measured } from "./truncation.ts";
import { type ChatCompletionRequest, toCall, toolToWire, toWire, type WireForm } from "./chat_format.ts";

/** The endpoint, the model, and how to ask it. */
export interface OpenAiOptions extends Endpoint {
  /** The name of the model. */
  readonly model: string;
  /** Whether to receive the reply in pieces. */
  readonly stream: boolean;
  /** The maximum number of tokens of a reply, if the endpoint's own default is known to be too low. */
  readonly maxTokens?: number;
  /** Makes ids for calls that came without one: 9 letters or digits, which every endpoint accepts. */
  readonly randomId: () => string;
  /** How to ask again when the endpoint fails for a moment. */
  readonly retryPolicy: RetryPolicy;
  /** Called with a part of the request that the endpoint refused, and that is left out from now on. */
  readonly onRefused: (part: Part) => void;
  /** Called once, when the endpoint has evidently not read the whole prompt. */
  readonly onTruncated: (promptTokens: number) => void;
  /** Called once, when the endpoint has evidently not shown the tools to the model. */
  readonly onToolsDropped: (promptTokens: number) => void;
}

/** A model that learns what its endpoint accepts, and keeps to it for the whole run. */
export function createOpenAiModel(options: OpenAiOptions): Model {
  const { model, retryPolicy, onRefused, maxTokens } = options;
  // What the endpoint refuses, and in which field it expects the reasoning back.
  const refused = new Set<Part>();
  let reasoningField: ReasoningField | undefined;
  const checkPrompt = createPromptCheck(options);

  function bodyOf({ messages, tools }: Question): ChatCompletionRequest {
    const takes = (part: Part) => !refused.has(part);
    const id = takes("ids") ? (given: string) => given : shortId;
    const form: WireForm = { id, reasoningField, empty: takes("content") ? "" : null };
    const stream = options.stream && takes("stream");
    return {
      model,
      messages: messages.map((message) => toWire(message, form)),
      // Some endpoints refuse an empty list.
      ...(tools.length > 0 ? { tools: tools.map(toolToWire) } : {}),
      // Some endpoints ignore the tools without it.
      ...(tools.length > 0 && takes("tool_choice") ? { tool_choice: "auto" as const } : {}),
      ...(maxTokens !== undefined && takes("max_tokens") ? { max_tokens: maxTokens } : {}),
      ...(stream && takes("stream_options") ? { stream_options: { include_usage: true } } : {}),
      stream,
    };
  }

  /** The endpoint's answer, once it begins. Asks again without what the endpoint refuses. */
  async function open(question: Question) {
    while (true) {
      const body = bodyOf(question);
      try {
        const send = () => request(options, "/chat/completions", question.signal, body);
        return await withRetries(send, retryPolicy, question.signal);
      } catch (error) {
        const part = error instanceof Error ? refusedPart(error, partsOf(body)) : undefined;
        if (!part) throw error;
        refused.add(part);
        onRefused(part);
      }
    }
  }

  async function receive(question: Question): Promise<Received> {
    // Some endpoints do not stream although they were asked to, above all when they report an error.
    const answer = await openAnswer(await open(question));
    if (answer.isEvents) return await readStream(readChunks(answer.body), question);
    return readWhole(await answer.json(), question);
  }

  return async (question) => {
    try {
      const received = await receive(question);
      // A stream that we ended ourselves did not break off.
      question.signal.throwIfAborted();
      reasoningField = received.reply.reasoningField ?? reasoningField;
      checkPrompt(question, received);
      return toTurn(safeWords(received, options.apiKey), question, options);
    } catch (error) {
      throw await withNearestNames(modelError(error, options, question.signal), options, question.signal);
    }
  };
}

/** Reports, each once, what the tokens say that the endpoint has not read. */
function createPromptCheck({ onTruncated, onToolsDropped }: OpenAiOptions) {
  let before: Measured | undefined;
  let [isTruncationReported, isDropReported] = [false, false];
  return ({ messages, tools }: Question, { reply, usage, promptSize }: Received): void => {
    if (!usage || promptSize === undefined) return;
    const now = measure(messages, promptSize);
    const isCut = isTruncated(now, before);
    before = now;
    if (isCut && !isTruncationReported) {
      isTruncationReported = true;
      onTruncated(usage.promptTokens);
    }
    // A model that has called a tool knows them.
    const hasCalled = reply.calls.length > 0 || messages.some((each) => each.role === "tool");
    if (isCut || isDropReported || hasCalled || !areToolsDropped(now, tools)) return;
    isDropReported = true;
    onToolsDropped(usage.promptTokens);
  };
}

function partsOf(body: ChatCompletionRequest): ReadonlySet<Part> {
  const parts: Part[] = [];
  if (body.stream) parts.push("stream");
  if (body.stream_options) parts.push("stream_options");
  if (body.max_tokens !== undefined) parts.push("max_tokens");
  if (body.tool_choice !== undefined) parts.push("tool_choice");
  if (body.messages.some((each) => each.role === "assistant" && each.content === "")) parts.push("content");
  const isLong = (id: string) => shortId(id) !== id;
  if (body.messages.some((each) => each.role === "tool" && isLong(each.tool_call_id))) parts.push("ids");
  return new Set(parts);
}

/** The words of the endpoint without line ends and without the key. */
function safeWords(received: Received, apiKey: string | undefined): Received {
  const { interruption } = received;
  if (!interruption) return received;
  const words = oneLine(createRedactor([apiKey]).text(interruption.words));
  return { ...received, interruption: { ...interruption, words } };
}

function toTurn(
  { reply, usage, backend, interruption }: Received,
  { tools, onText }: Question,
  { randomId, apiUrl: url, model }: OpenAiOptions,
): Turn {
  const { text, reasoning } = reply;
  const isCut = endingOf(reply.finishReason) === "length";
  if (interruption && (text === "" || reply.calls.length > 0)) {
    throw interruptionError(interruption, url, model);
  }
  // What counts is that calls are there: endpoints differ in the finish_reason they send with them.
  const calls = reply.calls.filter(({ name }) => name !== "").map((draft, index, all) => {
    const isRepeated = all.findIndex(({ id }) => id === draft.id) < index;
    return toCall(
      { ...draft, name: knownName(draft.name, tools) },
      draft.id === "" || isRepeated ? randomId() : draft.id,
      isCut && index === all.length - 1,
    );
  });
  if (calls.length === 0) {
    const odd = oddCallIn(reply);
    if (odd) {
      throw new UserError("model_call_unsupported", {
        url,
        model,
        reason: odd.kind,
        name: oneLine(odd.name),
      });
    }
    const names = tools.map(({ name }) => name);
    const tool = calledInText(text, names) ?? (text === "" ? calledInText(reasoning, names) : undefined);
    if (tool !== undefined) throw new UserError("model_call_as_text", { url, model, name: tool });
    if (text === "") throw EndpointError.because(emptyReason(reply, isCut));
    if (tools.length > 0 && mayBeCall(text)) onText(text);
  }
  return {
    text,
    calls,
    isCut: isCut || interruption !== undefined,
    ...(interruption ? { interruption } : {}),
    ...(reasoning ? { reasoning } : {}),
    ...(usage ? { usage } : {}),
    ...(backend === undefined ? {} : { backend }),
  };
}

/** The error for an interrupted reply without an answer; calls in it are not run. */
export function interruptionError({ why, words }: Interruption, url: string, model: string): UserError {
  const codes = {
    brokeOff: "model_broke_off",
    filtered: "model_filtered",
    refused: "model_refused",
    repeats: "model_repeats",
  } as const;
  return new UserError(codes[why], { url, model, detail: words });
}

/** A call that cannot be run. One without a name counts only if there is no text: some endpoints add it to answers. */
function oddCallIn({ oddCall, calls, text }: Received["reply"]): OddCall | undefined {
  return oddCall ?? (calls.length > 0 && text === "" ? { kind: "nameless_call", name: "" } : undefined);
}

/** The name of a tool that a model may have written with the namespace that its template shows it. */
function knownName(name: string, tools: Question["tools"]): string {
  const short = name.replace(/^functions?[.:]/, "");
  const isKnown = (given: string) => tools.some((tool) => tool.name === given);
  return isKnown(short) && !isKnown(name) ? short : name;
}

function emptyReason({ reasoning, finishReason }: Received["reply"], isCut: boolean): Reason {
  if (isCut) return "cut_before_answer";
  if (/^(tool_calls?|function_call)$/i.test(finishReason ?? "")) return "calls_missing";
  return reasoning ? "only_reasoning" : "empty_answer";
}
