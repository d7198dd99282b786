/**
 * Recognizes tool calls that a model writes into its text instead of making them. They are never run. Pure.
 *
 * @module
 */

/** How models write calls when the endpoint does not extract them from the text. */
const OPENINGS = ["<tool_call>", "[TOOL_CALLS]", "<function=", "<|python_tag|>"];

/** Other forms, which count only with the name of a tool that exists. */
const FORMS = [
  // A list of calls, or code that calls (Llama 4, Gemma).
  /^\[?([\w.-]+)\(.*\)\]?$/s,
  /^```(?:tool_code|tool_call|python)\s+(?:print\()?([\w.-]+)\(/,
  // DeepSeek, gpt-oss, ReAct, Anthropic's tags, and OpenAI's own form.
  /<｜tool▁sep｜>([\w.-]+)/,
  /\bto=functions\.([\w.-]+)/,
  /^Action:\s*([\w.-]+)\s*\nAction Input:/m,
  /^<invoke name="([\w.-]+)">/m,
  /^\{\s*"tool_calls"\s*:.*?"name"\s*:\s*"([^"]+)"/s,
];

/**
 * The name of the tool that `text` calls, or `undefined` if it does not call one. A marker within the text counts
 * only at the beginning of a line and before the name of a tool that exists.
 */
export function calledInText(text: string, tools: readonly string[]): string | undefined {
  if (tools.length === 0) return undefined;
  const trimmed = text.trim();
  for (const opening of OPENINGS) {
    for (const part of partsFrom(trimmed, opening)) {
      const name = nameIn(part.slice(opening.length)) ?? "";
      if (tools.includes(name)) return name;
      if (part === trimmed) return name || opening;
    }
  }
  for (const form of FORMS) {
    const name = trimmed.match(form)?.[1];
    if (name !== undefined && tools.includes(name)) return name;
  }
  const bare = trimmed.replace(/^```\w*\s*|\s*```$/g, "");
  const name = /^[[{]/.test(bare) ? nameOfObject(bare) : undefined;
  return name !== undefined && tools.includes(name) ? name : undefined;
}

/** Whether `text` may become a call: then it is not shown before it is complete. */
export function mayBeCall(text: string): boolean {
  const flat = text.slice(0, 200).replace(/\s+/g, "");
  return BEGINNINGS.some((beginning) => beginning.startsWith(flat) || flat.startsWith(beginning));
}

const OBJECTS = ['{"name"', '[{"name"'];
const BEGINNINGS = [
  ...OPENINGS,
  ...["", "```", "```json"].flatMap((fence) => OBJECTS.map((each) => fence + each)),
];

/** The rest of the text from each line on that begins with `opening`. */
function partsFrom(text: string, opening: string): string[] {
  const parts: string[] = [];
  for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
    if (at === 0 || text[at - 1] === "\n") parts.push(text.slice(at));
  }
  return parts;
}

/** The name in `<function=name>…`, `name[ARGS]{…}` or `{"name": …}`. */
function nameIn(part: string): string | undefined {
  const written = part.trim().replace(/^<function=/, "");
  return written.match(/^([\w.-]+)/)?.[1] ?? nameOfObject(written);
}

/** The name in `{"name": …, "arguments": …}`, alone or first in a list, even if it is not complete. */
function nameOfObject(text: string): string | undefined {
  if (!/"(arguments|parameters|input)"\s*:/.test(text)) return undefined;
  try {
    const { name } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    return typeof name === "string" ? name : undefined;
  } catch {
    return text.match(/^\[?\s*\{[^{}]*?"name"\s*:\s*"([^"]+)"/s)?.[1];
  }
}
