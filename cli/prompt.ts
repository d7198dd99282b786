/**
 * Questions typed on a terminal, with line editing and a history: the runtime's own readline.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { type Lines, READY_MS } from "./lines.ts";
import { createMutex } from "../lib/mutex.ts";

/** What {@linkcode Prompt.read} gives for Ctrl-C on an empty line. */
export const INTERRUPTED = Symbol("interrupted");

/** A prompt on a terminal. */
export interface Prompt {
  /**
   * The next line. `undefined` at the end of the input (Ctrl-D), and when `signal` is aborted;
   * {@linkcode INTERRUPTED} for Ctrl-C on an empty line, which otherwise only empties the line.
   */
  read(prompt: string, signal: AbortSignal): Promise<string | typeof INTERRUPTED | undefined>;
  /** For questions within a run, without a history. */
  readonly lines: Lines;
}

/**
 * Creates a prompt on the process's own terminal.
 *
 * @param completions what Tab completes
 * @param interrupt called for Ctrl-C at a question within a run: while a line is read, it is a key, not a signal
 */
export function createPrompt(completions: readonly string[], interrupt: () => void): Prompt {
  let history: string[] = [];
  /** Lines, and a beginning of one, that came with the line before, as when several are pasted. */
  const ahead: string[] = [];
  let begun = "";

  // A new one for every line: between two prompts the terminal is in its normal mode, and Ctrl-C is
  // a signal.
  async function readLine(prompt: string, signal: AbortSignal, kept: boolean) {
    if (signal.aborted) return undefined;
    if (kept && ahead.length > 0) return ahead.shift();
    const reader = createInterface({
      input: process.stdin,
      output: process.stderr,
      terminal: true,
      history: kept ? [...history] : [],
      removeHistoryDuplicates: true,
      completer: (
        line: string,
      ): [string[], string] => [kept ? completions.filter((each) => each.startsWith(line)) : [], line],
    });
    if (kept) reader.on("history", (lines: string[]) => history = lines);
    const { promise, resolve } = Promise.withResolvers<string | typeof INTERRUPTED | undefined>();
    let isRead = false;
    reader.once("close", () => {
      // Ctrl-D leaves the cursor behind the prompt.
      if (!isRead && !signal.aborted) process.stderr.write("\n");
      resolve(undefined);
    });
    reader.on("SIGINT", () => {
      if (reader.line === "") return resolve(INTERRUPTED);
      // As in a shell: the line stays on the screen, and a new one begins.
      process.stderr.write("^C\n");
      reader.write(null, { ctrl: true, name: "e" });
      reader.write(null, { ctrl: true, name: "u" });
      reader.prompt();
    });
    const onAbort = () => resolve(undefined);
    signal.addEventListener("abort", onAbort, { once: true });
    reader.on("line", (line: string) => {
      if (!isRead) resolve(line);
      else if (kept) ahead.push(line);
      isRead = true;
    });
    reader.setPrompt(prompt);
    reader.prompt();
    if (kept) reader.write(begun);
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
      if (kept) begun = isRead ? reader.line : "";
      reader.close();
    }
  }

  return {
    read: (prompt, signal) => readLine(prompt, signal, true),
    lines: {
      async read(signal) {
        const read = await readLine("", signal, false);
        if (read !== INTERRUPTED) return read;
        interrupt();
        return undefined;
      },
      async forget() {
        // Reads without showing anything.
        const reader = createInterface({ input: process.stdin, terminal: true });
        reader.on("SIGINT", interrupt);
        await new Promise((resolve) => setTimeout(resolve, READY_MS));
        reader.close();
      },
      turn: createMutex(),
    },
  };
}
