/** What a request leaves out or changes because the endpoint refused it. Pure. */
import { createHash } from "node:crypto";

/** Parts of a request that may go; `ids` stands for the form of the ids of tool calls. */
export type Part = "stream_options" | "max_tokens" | "stream" | "ids";

/** What is left out, in the order in which an error is looked through: `stream` stands within other names. */
const PARTS: readonly Part[] = ["stream_options", "max_tokens", "ids", "stream"];

const PATTERNS: Readonly<Record<Part, RegExp>> = {
  stream_options: /\bstream_options\b|\binclude_usage\b/,
  max_tokens: /\bmax_tokens\b/,
  ids: /\btool[ _]calls? ?_?ids?\b/i,
  stream: /(["'`])stream\1|\bstreaming\b|\bparameter:? stream\b/i,
};

/** The part of a refused request that the refusal names, or `undefined` where it names none that was sent. */
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

/** 9 letters and digits in the place of `id`, always the same ones: Mistral takes no others. */
export function shortId(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  return createHash("sha256").update(id).digest("hex").slice(0, 9);
}
