/** The content of a delta or a message, in all its forms. Pure. */
import { asObject } from "../../../lib/json.ts";

/** A text, or parts of which some hold reasoning: `{type: "thinking", thinking: [{type: "text", …}]}`. */
export function readContent(content: unknown): { readonly text: string; readonly reasoning: string } {
  if (typeof content === "string") return { text: content, reasoning: "" };
  const parts = Array.isArray(content) ? content.map(asObject) : [];
  const [thoughts, texts] = [parts.filter(isThought), parts.filter((part) => !isThought(part))];
  return { text: texts.map(textOf).join(""), reasoning: thoughts.map(textOf).join("") };
}

function isThought({ type }: Record<string, unknown>): boolean {
  return type === "thinking" || type === "reasoning";
}

function textOf(part: Record<string, unknown>): string {
  const said = part.text ?? part.thinking ?? part.reasoning;
  return typeof said === "string" ? said : Array.isArray(said) ? said.map(asObject).map(textOf).join("") : "";
}
