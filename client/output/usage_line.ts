/** What a question took: tokens, rounds and times. */
import type { Messages } from "../../cli/messages/messages.ts";
import { oneLine } from "../../cli/printable.ts";
import type { RunEvent } from "../run_event.ts";

type AnswerEvent = Extract<RunEvent, { type: "answer" }>;

export interface UsageLines {
  take(event: RunEvent): void;
  lines(answer: AnswerEvent): string[];
}

/** @param now milliseconds from any fixed moment on */
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
