/** What a model thinks, as lines: it comes in pieces of words. */
import { printable } from "../../cli/printable.ts";

export interface ReasoningLines {
  write(piece: string): void;
  /** Shows what is left. */
  end(): void;
}

/** Pieces of a line that grows longer are shown as they come, cut at a blank. In characters. */
const LINE = 100;

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
