/** What the tests of a model share. */
import type { OpenAiOptions } from "./openai_model.ts";

/** Pauses end at once, and nothing is reported. */
export const QUIET: Pick<OpenAiOptions, "retryPolicy" | "onRefused" | "onTruncated" | "onToolsDropped"> = {
  retryPolicy: {
    wait: () => Promise.resolve(),
    random: () => 0,
    today: () => Date.parse("2026-07-28T12:00:00Z"),
    longest: 60_000,
    onWait() {},
  },
  onRefused() {},
  onTruncated() {},
  onToolsDropped() {},
};
