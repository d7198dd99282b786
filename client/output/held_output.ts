/**
 * Holds back what a run says until something else has been said.
 *
 * @module
 */
import type { Output } from "../../cli/output.ts";

/** An output that only keeps what it gets. */
export interface HeldOutput {
  /** Where the run writes to. */
  readonly output: Output;
  /** Writes everything that was kept, in its order. */
  release(): void;
}

/** Holds back what is written for `to`; its styles and its width are those of `to`. */
export function holdOutput(to: Output): HeldOutput {
  const held: (() => void)[] = [];
  const { terminal } = to;
  return {
    output: {
      answer: (text) => void held.push(() => to.answer(text)),
      note: (text) => void held.push(() => to.note(text)),
      style: to.style,
      // A bar that shows progress has nothing left to show afterwards.
      ...(terminal ? { terminal: { width: terminal.width, redraw: () => {} } } : {}),
    },
    release() {
      for (const write of held.splice(0)) write();
    },
  };
}
