/** From an endpoint's answer, streamed or whole, to the reply in it. */
import { accumulate, type Delta, EMPTY_REPLY, finish, type Reply } from "./accumulate.ts";
import { mayBeCall } from "./call_text.ts";
import { wordsOf } from "../openai/error_body.ts";
import type { Question, Usage } from "../model.ts";
import { EndpointError } from "../openai/errors.ts";

export interface Received {
  readonly reply: Reply;
  readonly usage?: Usage;
  readonly backend?: unknown;
}

/** A chunk of a stream, or a whole completion. */
interface Chunk {
  readonly error?: unknown;
  readonly usage?: unknown;
  readonly backend?: unknown;
  readonly choices?: readonly {
    readonly delta?: Delta | null;
    readonly message?: Delta | null;
    readonly finish_reason?: string | null;
  }[];
}

type Listener = Pick<Question, "onText" | "onReasoning" | "tools">;

/** Tells the text and the reasoning as they come. */
export async function readStream(chunks: AsyncIterable<unknown>, listener: Listener): Promise<Received> {
  let received: Received | undefined;
  const teller = createTeller(listener);
  let about: Omit<Received, "reply"> = {};
  for await (const chunk of chunks) {
    about = { ...about, ...aboutOf(chunk) };
    const choice = choiceOf(chunk);
    if (!choice) continue;
    const delta = choice.delta ?? choice.message ?? {};
    const reply = accumulate(received?.reply ?? EMPTY_REPLY, delta, choice.finish_reason);
    received = { reply };
    teller.tell(reply);
  }
  if (!received) throw EndpointError.because("no_choice");
  const reply = finish(received.reply);
  teller.tell(reply);
  return { reply, ...about };
}

export function readWhole(completion: unknown, listener: Listener): Received {
  const about = aboutOf(completion);
  const choice = choiceOf(completion);
  if (!choice) throw EndpointError.because("no_choice");
  const message = choice.message ?? {};
  // Every entry of a whole message is a call of its own, whatever its id.
  const tool_calls = Array.isArray(message.tool_calls)
    ? message.tool_calls.map((call, index) => ({ ...call, index }))
    : [];
  const reply = finish(accumulate(EMPTY_REPLY, { ...message, tool_calls }, choice.finish_reason));
  createTeller(listener).tell(reply);
  return { reply, ...about };
}

/** @throws `EndpointError` for an error within a 200 */
function choiceOf(value: unknown) {
  const { choices, error } = (value ?? {}) as Chunk;
  if (error) {
    const { code } = error as { code?: unknown };
    const status = typeof code === "number" ? code : undefined;
    throw new EndpointError(wordsOf(error) || JSON.stringify(error), status);
  }
  return Array.isArray(choices) ? (choices as Chunk["choices"])?.[0] : undefined;
}

function aboutOf(value: unknown): Omit<Received, "reply"> {
  const { usage: given, backend } = (value ?? {}) as Chunk;
  const usage = usageOf(given);
  return { ...(usage ? { usage } : {}), ...(backend === undefined || backend === null ? {} : { backend }) };
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

/** Tells what is new in a reply since it was told of last. */
function createTeller({ onText, onReasoning, tools }: Listener) {
  let [text, reasoning] = ["", ""];
  return {
    tell(reply: Reply): void {
      if (reply.reasoning.length > reasoning.length && reply.reasoning.startsWith(reasoning)) {
        onReasoning(reply.reasoning.slice(reasoning.length));
      }
      reasoning = reply.reasoning;
      // What turns out to be a call is no text to show.
      if (tools.length > 0 && mayBeCall(reply.text)) return;
      // What was shown turned out to be thinking.
      if (!reply.text.startsWith(text)) text = "";
      if (reply.text.length > text.length) onText(reply.text.slice(text.length));
      text = reply.text;
    },
  };
}
