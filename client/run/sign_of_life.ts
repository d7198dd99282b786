/**
 * Shows on a terminal that a silent model is still waited for.
 *
 * @module
 */
import { oneLine } from "../../cli/printable.ts";
import type { Terminal } from "../../cli/output.ts";
import type { Every } from "../../lib/time.ts";
import type { Model } from "../model/model.ts";

/** How the waiting is shown. */
export interface SignOfLifeOptions {
  /** On which one line is redrawn. */
  readonly terminal: Terminal;
  /** That line. @param tokens about how many tokens have come that are not shown */
  readonly line: (seconds: number, tokens: number) => string;
  /** Which pieces are shown as they come: the line ends with the first of them, and counts the others. */
  readonly shown: { readonly text: boolean; readonly reasoning: boolean };
  /** A clock: milliseconds since any fixed time. */
  readonly now: () => number;
  /** The timer that redraws the line. */
  readonly every: Every;
}

/** Most models begin earlier. */
const SILENCE_MS = 2_000;

/** The same model. While nothing of its reply is shown, a line says since when; it is gone before anything is. */
export function withSignOfLife(
  model: Model,
  { terminal, line, shown, now, every }: SignOfLifeOptions,
): Model {
  return async (question) => {
    const started = now();
    let [tokens, isDrawn] = [0, false];
    const stopTimer = every(1_000, () => {
      const ms = now() - started;
      if (ms < SILENCE_MS) return;
      isDrawn = true;
      // A full line would wrap, and then be drawn again below itself.
      terminal.redraw(oneLine(line(Math.floor(ms / 1_000), tokens), Math.max(terminal.width() - 1, 1)));
    });
    const stop = () => {
      stopTimer();
      if (isDrawn) terminal.redraw("");
      isDrawn = false;
    };
    // An endpoint sends about one token in each piece.
    const watch = (pass: (text: string) => void, isShown: boolean) => (text: string) => {
      if (isShown) stop();
      else tokens++;
      pass(text);
    };
    try {
      return await model({
        ...question,
        onText: watch(question.onText, shown.text),
        onReasoning: watch(question.onReasoning, shown.reasoning),
      });
    } finally {
      stop();
    }
  };
}
