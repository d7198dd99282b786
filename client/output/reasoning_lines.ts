/**
 * A model's reasoning as lines: it comes in pieces of words.
 *
 * @module
 */
import { printable } from "../../cli/printable.ts";

/** Puts pieces together to lines. */
export interface ReasoningLines {
  /** Adds a piece, and shows the lines that are complete. */
  write(piece: string): void;
  /** Shows the rest. */
  end(): void;
}

/** Characters. A longer line is cut at a space and shown in parts. */
const LINE = 100;

/**
 * Lines without any text yet.
 *
 * @param show shows one line
 */
export function createReasoningLines(show: (line: string) => void): ReasoningLines {
  let rest = "";
  return {
    write(piece) {
      rest += printable(piece);
      while (true) {
        const [whole, line] = rest.match(/^(.*)\n/) ?? (rest.length > LINE ? rest.match(LONG) : null) ?? [];
        if (whole === undefined || line === undefined) return;
        show(line);
        rest = rest.slice(whole.length);
      }
    },
    end() {
      if (rest.trim() !== "") show(rest);
      rest = "";
    },
  };
}

const LONG = new RegExp(`^(.{1,${LINE}}|\\S+)\\s`);
