/**
 * Finds out what a request should leave out or change because the endpoint refused it. Pure.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** Parts of a request that can be left out; `ids` means the form of the ids of tool calls, `content` an empty text beside them. */
export type Part = "stream_options" | "max_tokens" | "tool_choice" | "stream" | "ids" | "content";

/** In the order in which an error is searched for them: `stream` is contained in other names. */
const PARTS: readonly Part[] = ["stream_options", "max_tokens", "tool_choice", "ids", "stream", "content"];

const PATTERNS: Readonly<Record<Part, RegExp>> = {
  stream_options: /\bstream_options\b|\binclude_usage\b/,
  max_tokens: /\bmax_tokens\b/,
  tool_choice: /\btool_choice\b/,
  content: /\bcontent\b[^.]*\b(empty|blank)\b|\bempty (message )?content\b/i,
  ids: /\btool[ _]calls? ?_?ids?\b/i,
  stream: /(["'`])stream\1|\bstreaming\b|\bparameter:? stream\b/i,
};

/**
 * The part of a request that a refusal (400 or 422) is about, or `undefined` if it names no part that was sent.
 *
 * @param sent the parts of the request
 */
export function refusedPart(
  { status, param, message }: {
    readonly status?: number;
    readonly param?: unknown;
    readonly message: string;
  },
  sent: ReadonlySet<Part>,
): Part | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const named = PARTS.find((part) => part === param && sent.has(part));
  return named ?? PARTS.find((part) => sent.has(part) && PATTERNS[part].test(message));
}

/** An id of 9 letters and digits, the only form that Mistral accepts; always the same one for the same `id`. */
export function shortId(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  return createHash("sha256").update(id).digest("hex").slice(0, 9);
}
