/**
 * What a question has used: tokens, rounds and time.
 *
 * @module
 */
import type { Messages } from "../../cli/messages/messages.ts";
import { oneLine } from "../../cli/printable.ts";
import type { RunEvent } from "../run_event.ts";

/** The event at the end of a run. */
export type AnswerEvent = Extract<RunEvent, { type: "answer" }>;

/** Measures a run. */
export interface UsageLines {
  /** Gets each event as it happens. */
  take(event: RunEvent): void;
  /** The lines to show after the answer. */
  lines(answer: AnswerEvent): string[];
}

/**
 * The lines for one question after the other.
 *
 * @param now a clock: milliseconds since any fixed time
 */
export function createUsageLines({ usage: words, help }: Messages, now: () => number): UsageLines {
  let asked = now();
  let first: number | undefined;
  let inTools = 0;
  return {
    take(event) {
      switch (event.type) {
        case "question":
          [asked, first, inTools] = [now(), undefined, 0];
          break;
        case "text":
          first ??= Math.round(now() - asked);
          break;
        case "toolResult":
          inTools += event.ms;
      }
    },
    lines({ usage, rounds, ms, backend }) {
      const parts = [
        usage ? words.tokens(usage.promptTokens, usage.completionTokens) : words.noTokens,
        words.times(rounds, ms, inTools),
        ...(first === undefined ? [] : [words.firstWord(first)]),
      ];
      const line = parts.join(help.listSeparator);
      return backend === undefined ? [line] : [line, words.backend(oneLine(JSON.stringify(backend)))];
    },
  };
}
