/**
 * Puts the pieces of a streamed chat completion together. Pure.
 *
 * Endpoints cut tool calls in many ways: with an index or without, always with index 0, with empty ids,
 * with arguments as text or as an object, piece by piece or whole again each time. The rules here read all
 * of them.
 */
import { readContent } from "./content.ts";
import { addCallPiece, type CallDraft, settledCall } from "./call_pieces.ts";
import { addTextPiece, NO_PIECES, settledText, type TextPieces } from "./text_pieces.ts";
import { addThinking, endThinking, NO_THINKING, type Thinking } from "./thinking.ts";

/** Where an endpoint tells the reasoning, beside the text. */
export type ReasoningField = "reasoning_content" | "reasoning";

/** A reply of the model as far as it has arrived. */
export interface Reply {
  readonly text: string;
  readonly reasoning: string;
  readonly reasoningField: ReasoningField | undefined;
  readonly calls: readonly CallDraft[];
  readonly finishReason: string | undefined;
  /** The text with the thinking that may stand in it, and the reasoning beside it, as they came. */
  readonly pieces: { readonly content: TextPieces; readonly thinking: Thinking; readonly beside: TextPieces };
}

export const EMPTY_REPLY: Reply = {
  text: "",
  reasoning: "",
  reasoningField: undefined,
  calls: [],
  finishReason: undefined,
  pieces: { content: NO_PIECES, thinking: NO_THINKING, beside: NO_PIECES },
};

/** The part of a delta, or of a whole message, that is read here. Every field may be missing or odd. */
export interface Delta {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
}

export function accumulate(reply: Reply, delta: Delta, finishReason?: string | null): Reply {
  const added = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
  const said = readContent(delta.content);
  const field = FIELDS.find((name) => typeof delta[name] === "string" && delta[name] !== "");
  const { content: before, thinking, beside } = reply.pieces;
  const content = addTextPiece(before, said.text);
  return withTexts({
    ...reply,
    reasoningField: reply.reasoningField ?? field,
    calls: added.reduce(addCallPiece, reply.calls),
    finishReason: finishReason ?? reply.finishReason,
  }, {
    content,
    thinking: addThinking(thinking, content.text.slice(before.text.length)),
    beside: addTextPiece(beside, field ? String(delta[field]) : said.reasoning),
  });
}

/** The reply once nothing follows. */
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

const FIELDS: readonly ReasoningField[] = ["reasoning_content", "reasoning"];
