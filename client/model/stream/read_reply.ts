/**
 * Reads the reply in an endpoint's answer, streamed or whole.
 *
 * @module
 */
import { oneLine } from "../../../cli/printable.ts";
import { networkReason } from "../../../cli/error_text.ts";
import { type Reason, UserError } from "../../../cli/errors.ts";
import { asObject } from "../../../lib/json.ts";
import { accumulate, callsIn, type Delta, EMPTY_REPLY, finish, type Reply } from "./accumulate.ts";
import { mayBeCall } from "./call_text.ts";
import { wordsOf } from "../openai/error_body.ts";
import type { Question, Usage } from "../model.ts";
import { EndpointError } from "../openai/failure_kind.ts";
import { endingOf, type Interruption } from "./ending.ts";
import { DONE } from "./read_chunks.ts";
import { repeatedUnit, watchRepetition } from "./repetition.ts";

/** A complete answer. */
export interface Received {
  /** The reply in it. */
  readonly reply: Reply;
  /** The tokens, if the endpoint reports them. */
  readonly usage?: Usage;
  /** The tokens of the prompt, with those that a cache had: some endpoints do not count them as `prompt_tokens`. */
  readonly promptSize?: number;
  /** What the endpoint reports about itself. */
  readonly backend?: unknown;
  /** Why the reply is not whole, unless it was cut at its length limit. */
  readonly interruption?: Interruption;
}

/** A chunk of a stream, or a whole completion. */
interface Chunk {
  readonly error?: unknown;
  /** Only an MCP server sends it. */
  readonly jsonrpc?: unknown;
  readonly usage?: unknown;
  readonly backend?: unknown;
  readonly choices?: readonly {
    readonly delta?: Delta | null;
    readonly message?: Delta | null;
    readonly finish_reason?: unknown;
    /** The verdicts of Azure's filter, by category. */
    readonly content_filter_results?: unknown;
  }[];
}

/** Gets text and reasoning; with its tools, a text may be a call. */
export type Listener = Pick<Question, "onText" | "onReasoning" | "tools">;

/**
 * Reads a stream of chunks, and passes text and reasoning on as they come. Stops if the model repeats itself.
 *
 * @throws an `EndpointError` for an error within a 200, or what the stream throws
 */
export async function readStream(chunks: AsyncIterable<unknown>, listener: Listener): Promise<Received> {
  let received: Received | undefined;
  const reporter = createReporter(listener);
  let about: Omit<Received, "reply"> = {};
  let [isDone, hasChoices] = [false, false];
  let failure: unknown;
  let categories = "";
  let repeated: string | undefined;
  const repetitionIn = watchReply();
  try {
    for await (const chunk of chunks) {
      if (chunk === DONE) isDone = true;
      hasChoices ||= Array.isArray(asObject(chunk).choices);
      about = { ...about, ...aboutOf(chunk) };
      const choice = choiceOf(chunk);
      if (!choice) continue;
      const delta = choice.delta ?? choice.message ?? {};
      const reply = accumulate(received?.reply ?? EMPTY_REPLY, delta, choice.finish_reason);
      received = { reply };
      categories ||= categoriesOf(choice);
      reporter.report(reply);
      repeated = repetitionIn(reply);
      if (repeated !== undefined) break;
    }
  } catch (error) {
    // What goes wrong after the end of a reply does not matter.
    if (!received || isForUser(error, received.reply)) throw error;
    failure = error;
  }
  if (!received) throw EndpointError.because(isDone || hasChoices ? "empty_answer" : "no_choice");
  const reply = finish(received.reply);
  reporter.report(reply);
  const isWhole = isDone || reply.finishReason !== undefined;
  const interruption: Interruption | undefined = repeated !== undefined
    ? repetition(repeated)
    : isWhole
    ? interruptionOf(reply, categories)
    : { why: "brokeOff", words: failure === undefined ? "" : networkReason(failure) };
  return { reply, ...about, ...(interruption ? { interruption } : {}) };
}

/**
 * Reads a chat completion that was not streamed.
 *
 * @throws an `EndpointError` for an error within a 200
 */
export function readWhole(completion: unknown, listener: Listener): Received {
  const about = aboutOf(completion);
  const choice = choiceOf(completion);
  if (!choice) {
    const hasChoices = Array.isArray(asObject(completion).choices);
    throw EndpointError.because(hasChoices ? "empty_answer" : formatOf(completion));
  }
  if (!choice.message && typeof asObject(choice).text === "string") {
    throw EndpointError.because("completions_format");
  }
  const message = choice.message ?? {};
  // Every entry of a whole message is a separate call, even if ids are repeated.
  const tool_calls = callsIn(message.tool_calls).map((call, index) => ({ ...asObject(call), index }));
  const reply = finish(accumulate(EMPTY_REPLY, { ...message, tool_calls }, choice.finish_reason));
  createReporter(listener).report(reply);
  const repeated = endingOf(reply.finishReason) === "length"
    ? repeatedUnit(reply.text || reply.reasoning)
    : undefined;
  const interruption = repeated !== undefined
    ? repetition(repeated)
    : interruptionOf(reply, categoriesOf(choice));
  return { reply, ...about, ...(interruption ? { interruption } : {}) };
}

/** The API whose answer it seems to be, if it is not that of chat completions. */
function formatOf(completion: unknown): Reason {
  const { message, done, type, content, object } = asObject(completion);
  if (typeof message === "object" && message !== null && typeof done === "boolean") return "ollama_format";
  if (type === "message" && Array.isArray(content)) return "anthropic_format";
  return object === "response" ? "responses_format" : "no_choice";
}

/** An error that says something other than that the stream broke off; the endpoint's matter before the end mark. */
function isForUser(error: unknown, { finishReason }: Reply): boolean {
  return error instanceof UserError || error instanceof EndpointError && finishReason === undefined;
}

function interruptionOf(
  { refusal, finishReason, calls }: Reply,
  categories: string,
): Interruption | undefined {
  const why = endingOf(finishReason);
  if (why === "brokeOff") return { why, words: `finish_reason: ${finishReason}` };
  if (refusal !== "" && calls.length === 0) return { why: "refused", words: refusal };
  return why === "filtered" ? { why, words: categories || `finish_reason: ${finishReason}` } : undefined;
}

function repetition(unit: string): Interruption {
  return { why: "repeats", words: oneLine(unit.trim(), 60) };
}

/** Looks for a repetition in what grows: the text with the thinking in it, the reasoning, and the arguments. */
function watchReply(): (reply: Reply) => string | undefined {
  const [inText, inReasoning] = [watchRepetition(), watchRepetition()];
  let [inArguments, count] = [watchRepetition(), 0];
  return ({ pieces: { content, beside }, calls }) => {
    if (calls.length !== count) [inArguments, count] = [watchRepetition(), calls.length];
    return inText(content.joined) ?? inReasoning(beside.joined) ?? inArguments(calls.at(-1)?.arguments ?? "");
  };
}

/** The categories for which a filter stopped the reply, such as `violence`. */
function categoriesOf(choice: NonNullable<ReturnType<typeof choiceOf>>): string {
  const verdicts = Object.entries(asObject(choice.content_filter_results));
  return verdicts.filter(([, verdict]) => asObject(verdict).filtered === true).map(([name]) => name).join(
    ", ",
  );
}

/** @throws `EndpointError` for an error within a 200 */
function choiceOf(value: unknown) {
  const { choices, error, jsonrpc } = (value ?? {}) as Chunk;
  if (jsonrpc !== undefined) throw EndpointError.because("mcp_server");
  if (error) {
    const { code } = error as { code?: unknown };
    const status = typeof code === "number" ? code : undefined;
    throw new EndpointError(wordsOf(error) || JSON.stringify(error), status, code);
  }
  return Array.isArray(choices) ? (choices as Chunk["choices"])?.[0] : undefined;
}

function aboutOf(value: unknown): Omit<Received, "reply"> {
  const { usage: given, backend } = (value ?? {}) as Chunk;
  const usage = usageOf(given);
  const sizes = usage ? { usage, promptSize: usage.promptTokens + cachedIn(given) } : {};
  return { ...sizes, ...(backend === undefined || backend === null ? {} : { backend }) };
}

/** The cached tokens, in OpenAI's form or DeepSeek's, and as Anthropic names them. */
function cachedIn(given: unknown): number {
  const usage = asObject(given);
  const counts = [
    asObject(usage.prompt_tokens_details).cached_tokens,
    usage.prompt_cache_hit_tokens,
    usage.cache_read_input_tokens,
    usage.cache_creation_input_tokens,
  ];
  return counts.reduce<number>((sum, count) => sum + (typeof count === "number" ? count : 0), 0);
}

function usageOf(given: unknown): Usage | undefined {
  const counts = (given ?? {}) as Record<string, unknown>;
  const count = (name: string) => typeof counts[name] === "number" ? counts[name] : undefined;
  const [prompt, completion] = [count("prompt_tokens"), count("completion_tokens")];
  if (prompt === undefined && completion === undefined) return undefined;
  const [promptTokens, completionTokens] = [prompt ?? 0, completion ?? 0];
  return {
    promptTokens,
    completionTokens,
    totalTokens: count("total_tokens") ?? promptTokens + completionTokens,
  };
}

/** Passes on what is new in a reply since the last time. */
function createReporter({ onText, onReasoning, tools }: Listener) {
  let [text, reasoning] = ["", ""];
  return {
    report(reply: Reply): void {
      if (reply.reasoning.length > reasoning.length && reply.reasoning.startsWith(reasoning)) {
        onReasoning(reply.reasoning.slice(reasoning.length));
      }
      reasoning = reply.reasoning;
      // A text that may turn out to be a call is not shown.
      if (tools.length > 0 && mayBeCall(reply.text)) return;
      // The text that was shown turned out to be thinking.
      if (!reply.text.startsWith(text)) text = "";
      if (reply.text.length > text.length) onText(reply.text.slice(text.length));
      text = reply.text;
    },
  };
}
