/** What a person sees: stdout for answers, stderr for everything else, nothing dangerous in either. */

export interface Output {
  /** The answer, as it is. */
  answer(text: string): void;
  /** One line for the person. */
  note(line: string): void;
  /** Why a part of the answer could not be written; a reader who has gone wants no more, and is no reason. */
  lost?(): string | undefined;
  /** Dim, bold or red where stderr is a terminal and `NO_COLOR` is unset; plain elsewhere. */
  style(kind: Style, text: string): string;
  /** Where stderr is a terminal. */
  readonly terminal?: Terminal;
  /** Where stdout is a terminal and may have colours. */
  readonly screen?: Screen;
}

export interface Screen {
  /** In characters. */
  width(): number;
  height(): number;
}

export interface Terminal {
  /** In characters. */
  width(): number;
  /** Puts `line` in the place of the one drawn before; an empty one takes it away. */
  redraw(line: string): void;
}

export type Style = keyof typeof CODES;
const CODES = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 } as const;

/** Writes to the process's own streams. A full disk or a closed pipe never ends the program. */
export function processOutput(): Output {
  const isTerminal = Deno.stderr.isTerminal();
  const colour = isTerminal && !Deno.noColor;
  const sharesScreen = isTerminal && Deno.stdout.isTerminal();
  let isMidLine = false;
  let drawn = "";
  let lost: string | undefined;
  const redraw = (line: string) => {
    // Erased from where the cursor is: the line before may have been longer.
    if (line !== drawn) write(Deno.stderr, `\r${line}\x1b[K`);
    drawn = line;
  };
  const terminal = { width: () => consoleSize().columns, redraw };
  const screen = { width: () => consoleSize().columns, height: () => consoleSize().rows };
  return {
    answer(text) {
      redraw("");
      const error = write(Deno.stdout, text);
      if (error instanceof Error && !(error instanceof Deno.errors.BrokenPipe)) lost = error.message;
      isMidLine = text === "" ? isMidLine : !text.endsWith("\n");
    },
    note(line) {
      redraw("");
      // On the screen, a note must not continue the answer's line.
      write(Deno.stderr, (sharesScreen && isMidLine ? "\n" : "") + line + "\n");
      isMidLine = false;
    },
    style: (kind, text) => colour ? coloured(kind, text) : text,
    lost: () => lost,
    ...(isTerminal ? { terminal } : {}),
    ...(Deno.stdout.isTerminal() && !Deno.noColor ? { screen } : {}),
  };
}

/** How stdout looks: styles and a width where it is a terminal. */
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
function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): unknown {
  let bytes = encoder.encode(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(stream.writeSync(bytes));
    } catch (error) {
      // Anything but a slow reader means that nobody is left to read it.
      if (!(error instanceof Deno.errors.WouldBlock)) return error;
      Atomics.wait(pause, 0, 0, 5);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
