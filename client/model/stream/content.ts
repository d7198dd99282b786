/**
 * The content of a delta or a message, in all its forms. Pure.
 *
 * @module
 */
import { asObject } from "../../../lib/json.ts";

/** The text and the reasoning in a content, which is a text, or parts of which some are reasoning: `{type: "thinking", thinking: [{type: "text", …}]}`. */
export function readContent(
  content: unknown,
): { readonly text: string; readonly reasoning: string; readonly refusal: string } {
  if (typeof content === "string" || typeof content === "number") {
    return { text: String(content), reasoning: "", refusal: "" };
  }
  const parts = Array.isArray(content) ? content.map(asObject) : [];
  const [thoughts, texts] = [parts.filter(isThought), parts.filter((part) => !isThought(part))];
  const refusal = parts.map((part) => typeof part.refusal === "string" ? part.refusal : "").join("");
  return { text: texts.map(textOf).join(""), reasoning: thoughts.map(textOf).join(""), refusal };
}

function isThought({ type }: Record<string, unknown>): boolean {
  return type === "thinking" || type === "reasoning";
}

function textOf(part: Record<string, unknown>): string {
  const content = part.text ?? part.thinking ?? part.reasoning;
  return typeof content === "string"
    ? content
    : Array.isArray(content)
    ? content.map(asObject).map(textOf).join("")
    : "";
}
