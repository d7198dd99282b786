/**
 * Puts the pieces of a streamed chat completion together. Pure.
 *
 * Endpoints cut tool calls in many ways: with an index or without, always with index 0, with empty ids, with
 * arguments as text or as an object, in pieces or repeated as a whole. The rules here read all of them.
 *
 * @module
 */
import { readContent } from "./content.ts";
import { addCallPiece, type CallDraft, settledCall } from "./call_pieces.ts";
import { isCustom, type OddCall, oddCallOf } from "./odd_call.ts";
import { addTextPiece, NO_PIECES, settledText, type TextPieces } from "./text_pieces.ts";
import { addThinking, endThinking, NO_THINKING, type Thinking } from "./thinking.ts";

/** The field of a message in which an endpoint sends the reasoning. */
export type ReasoningField = "reasoning_content" | "reasoning";

/** A reply of the model as far as it has arrived. */
export interface Reply {
  /** The text without any thinking. */
  readonly text: string;
  /** The reasoning of its own field, then the thinking in the text. */
  readonly reasoning: string;
  /** The field that the reasoning came in, if it did. */
  readonly reasoningField: ReasoningField | undefined;
  /** Why the model refuses to answer, in its own words, or `""`. */
  readonly refusal: string;
  /** The tool calls. */
  readonly calls: readonly CallDraft[];
  /** A call in a form that cannot be run, if there is one. */
  readonly oddCall: OddCall | undefined;
  /** `finish_reason` as the endpoint sent it. */
  readonly finishReason: string | undefined;
  /** The state of the readers: of the text, of the thinking in it, and of the reasoning field. */
  readonly pieces: { readonly content: TextPieces; readonly thinking: Thinking; readonly beside: TextPieces };
}

/** The reply before its first piece. */
export const EMPTY_REPLY: Reply = {
  text: "",
  reasoning: "",
  reasoningField: undefined,
  refusal: "",
  calls: [],
  oddCall: undefined,
  finishReason: undefined,
  pieces: { content: NO_PIECES, thinking: NO_THINKING, beside: NO_PIECES },
};

/** The parts of a delta, or of a whole message, that are read here. Every field may be missing or odd. */
export interface Delta {
  /** A text, or a list of parts. */
  readonly content?: unknown;
  /** Reasoning, as DeepSeek and others send it. */
  readonly reasoning_content?: unknown;
  /** Reasoning, as OpenRouter and others send it. */
  readonly reasoning?: unknown;
  /** A piece of the words with which the model refuses. */
  readonly refusal?: unknown;
  /** Pieces of tool calls. */
  readonly tool_calls?: unknown;
  /** A call in the form before tool calls. */
  readonly function_call?: unknown;
}

/** The entries of `tool_calls`; some endpoints send a single one without its list. */
export function callsIn(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  return typeof given === "object" && given !== null ? [given] : [];
}

/** The reply with one more piece. */
export function accumulate(reply: Reply, delta: Delta, finishReason?: unknown): Reply {
  const added = callsIn(delta.tool_calls);
  const said = readContent(delta.content);
  const field = FIELDS.find((name) => typeof delta[name] === "string" && delta[name] !== "");
  const { content: before, thinking, beside } = reply.pieces;
  const content = addTextPiece(before, said.text);
  return withTexts({
    ...reply,
    reasoningField: reply.reasoningField ?? field,
    refusal: reply.refusal + (typeof delta.refusal === "string" ? delta.refusal : said.refusal),
    oddCall: reply.oddCall ?? oddCallOf(delta),
    calls: added.filter((call) => !isCustom(call)).reduce(addCallPiece, reply.calls),
    finishReason: reasonOf(finishReason) ?? reply.finishReason,
  }, {
    content,
    thinking: addThinking(thinking, content.text.slice(before.text.length)),
    beside: addTextPiece(beside, field ? String(delta[field]) : said.reasoning),
  });
}

/** The reply when no more pieces come. */
export function finish(reply: Reply): Reply {
  const { content, thinking, beside } = reply.pieces;
  const rest = settledText(content).slice(content.text.length);
  return withTexts({ ...reply, calls: reply.calls.map(settledCall) }, {
    content: NO_PIECES,
    thinking: endThinking(addThinking(thinking, rest)),
    beside: { ...NO_PIECES, text: settledText(beside) },
  });
}

function withTexts(reply: Reply, pieces: Reply["pieces"]): Reply {
  const { text, reasoning } = pieces.thinking;
  return { ...reply, text, reasoning: pieces.beside.text + reasoning, pieces };
}

/** `finish_reason` as a text, also if it is something else; `undefined` if there is none yet. */
function reasonOf(given: unknown): string | undefined {
  if (!given) return undefined;
  return typeof given === "string" ? given : JSON.stringify(given);
}

const FIELDS: readonly ReasoningField[] = ["reasoning_content", "reasoning"];
