/**
 * What a user sees: stdout for answers, stderr for everything else.
 *
 * @module
 */
import { fstatSync, type Stats } from "node:fs";
import { createConcealer } from "../lib/conceal.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { wrapStyled } from "./wrap_styled.ts";

/** What the program says, and where. */
export interface Output {
  /** Writes the answer, unchanged. */
  answer(text: string): void;
  /** Lines for the user; on a terminal, wrapped at its width. */
  note(text: string): void;
  /** From now on, these secrets are hidden in everything that is written. */
  conceal?(secrets: readonly (string | undefined)[]): void;
  /** Resolves when everything has been written: only then may the process end. */
  flushed?(): Promise<void>;
  /**
   * Why a part of the answer could not be written, known once it is {@linkcode Output.flushed}. A reader that
   * has gone wants no more, and is not a reason.
   */
  lost?(): string | undefined;
  /** `text` in a style if stderr is a terminal and `NO_COLOR` is unset; plain otherwise. */
  style(kind: Style, text: string): string;
  /** Present if stderr is a terminal. */
  readonly terminal?: Terminal;
  /** Present if stdout is a terminal. */
  readonly screen?: Screen;
}

/** The terminal on stdout. */
export interface Screen {
  /** In columns. */
  width(): number;
  /** In rows. */
  height(): number;
  /** Whether it may be drawn on with colours and styles: `NO_COLOR` is unset. */
  readonly hasStyles: boolean;
}

/** The terminal on stderr. */
export interface Terminal {
  /** In columns. */
  width(): number;
  /** Puts `line` in the place of the one drawn before; an empty one takes it away. */
  redraw(line: string): void;
}

/** How a piece of text may look. */
export type Style = keyof typeof CODES;

/** The number of each style in an SGR escape sequence (ECMA-48, §8.3.117). */
export const CODES = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 } as const;

/**
 * Writes to the process's own streams. A full disk, a closed pipe or a reader that does not read never ends
 * or stops the program.
 *
 * @param linesDropped says that `count` lines of notes were dropped, as their reader did not read
 */
export function processOutput(linesDropped: (count: number) => string): Output {
  const isTerminal = Deno.stderr.isTerminal();
  const colour = isTerminal && !Deno.noColor;
  const sharesScreen = isTerminal && Deno.stdout.isTerminal();
  const { answer, note, flushed, lost } = streams(linesDropped);
  const { add: conceal, text: hidden, piece, rest } = createConcealer();
  const release = () => {
    const held = rest();
    if (held) answer(held);
  };
  let isMidLine = false;
  let drawn = "";
  const redraw = (line: string) => {
    // The line before may have been longer.
    if (line !== drawn) note(`\r${line}\x1b[K`);
    drawn = line;
  };
  const terminal = { width: () => consoleSize().columns, redraw };
  const screen = {
    width: () => consoleSize().columns,
    height: () => consoleSize().rows,
    hasStyles: !Deno.noColor,
  };
  return {
    answer(text) {
      redraw("");
      answer(piece(text));
      isMidLine = text === "" ? isMidLine : !text.endsWith("\n");
    },
    note(text) {
      redraw("");
      release();
      const shown = hidden(text);
      const lines = isTerminal ? wrapStyled(shown, consoleSize().columns) : shown;
      // On the screen, a note must not continue the answer's line.
      note((sharesScreen && isMidLine ? "\n" : "") + lines + "\n");
      isMidLine = false;
    },
    style: (kind, text) => colour ? coloured(kind, text) : text,
    conceal,
    flushed() {
      release();
      return flushed();
    },
    lost() {
      const error = lost();
      return error instanceof Error && !(error instanceof Deno.errors.BrokenPipe) ? error.message : undefined;
    },
    ...(isTerminal ? { terminal } : {}),
    ...(Deno.stdout.isTerminal() ? { screen } : {}),
  };
}

/**
 * Writes to terminals and files are synchronous; a pipe's reader may be slow, and the program does
 * not wait for it.
 */
function streams(linesDropped: (count: number) => string): Outbox {
  const [stdout, stderr] = [fileOf(1), fileOf(2)];
  if (stderr && !stderr.isFIFO() && !stderr.isSocket()) return directly();
  const isShared = stdout?.ino === stderr?.ino && stdout?.dev === stderr?.dev;
  return createOutbox({ stdout: Deno.stdout, stderr: Deno.stderr, isShared, linesDropped });
}

function fileOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor);
  } catch {
    return undefined;
  }
}

function directly(): Outbox {
  let lost: unknown;
  return {
    answer: (text) => void (lost = writeSync(Deno.stdout, text) ?? lost),
    note: (text) => void writeSync(Deno.stderr, text),
    flushed: () => Promise.resolve(),
    lost: () => lost,
  };
}

/** The look of stdout: styles and a width if it is a terminal. */
export function stdoutLook(): Pick<Output, "style" | "terminal"> {
  const isTerminal = Deno.stdout.isTerminal();
  const colour = isTerminal && !Deno.noColor;
  return {
    style: (kind, text) => colour ? coloured(kind, text) : text,
    ...(isTerminal ? { terminal: { width: () => consoleSize().columns, redraw: () => {} } } : {}),
  };
}

function coloured(kind: Style, text: string): string {
  return `\x1b[${CODES[kind]}m${text}\x1b[0m`;
}

function consoleSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || 80, rows: rows || 24 };
  } catch {
    return { columns: 80, rows: 24 };
  }
}

const encoder = new TextEncoder();

/** Never throws; the error is what it gives. */
function writeSync(stream: { writeSync(bytes: Uint8Array): number }, text: string): unknown {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    return error;
  }
}
