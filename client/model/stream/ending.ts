/**
 * How a reply ended: whole, or interrupted. Pure.
 *
 * @module
 */

/** Why a reply is not a whole answer, besides the length limit. */
export interface Interruption {
  /**
   * `brokeOff`: the end mark is missing. `filtered`: a content filter stopped it. `refused`: the model refused.
   * `repeats`: it repeated the same text, and was stopped.
   */
  readonly why: "brokeOff" | "filtered" | "refused" | "repeats";
  /** What the endpoint or the model says about it, or what it repeats; or `""`. */
  readonly words: string;
}

/** What a `finish_reason` says about the reply; names differ between endpoints. */
export function endingOf(finishReason: string | undefined): "length" | "brokeOff" | "filtered" | "whole" {
  const name = finishReason?.toLowerCase() ?? "";
  if (/^(length|max_(output_)?tokens|model_length|model_context_window_exceeded)$/.test(name)) {
    return "length";
  }
  // DeepSeek's insufficient_system_resource, GLM's network_error, Gemini's MALFORMED_FUNCTION_CALL.
  if (/error|abort|cancel|timeout|insufficient|interrupt|incomplete|malformed/.test(name)) return "brokeOff";
  if (/filter|safety|^(sensitive|blocklist|prohibited_content|recitation|spii|refusal)$/.test(name)) {
    return "filtered";
  }
  return "whole";
}
