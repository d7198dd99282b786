/**
 * The names of the quirks of `mcpdemo model`.
 *
 * @module
 */

/** In the order in which `--quirk list` shows them: refusals, streams, answers, calls. */
export const QUIRK_NAMES = [
  ...["wrong-key", "no-access", "no-model", "quota", "rate-limited", "overloaded", "html-error", "redirect"],
  ...["error-in-200", "context-full", "no-tools", "drops-tools", "slow", "cut-stream", "no-end", "no-done"],
  ...[
    "error-in-stream",
    "comments",
    "never-streamed",
    "no-content-type",
    "empty",
    "refusal",
    "filtered",
    "length",
  ],
  ...["loop", "call-as-text", "unknown-tool", "broken-arguments", "object-arguments", "double-arguments"],
  ...[
    "no-arguments",
    "no-index",
    "no-ids",
    "legacy-call",
    "stop-with-calls",
    "no-finish",
    "thinking-in-text",
  ],
  "content-in-parts",
] as const;

/** The name of a quirk. */
export type QuirkName = typeof QUIRK_NAMES[number];
