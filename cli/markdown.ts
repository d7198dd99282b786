/**
 * Markdown on a terminal, as it is written.
 *
 * A block is first shown as it comes, so that nobody waits for it; when it is complete, its lines are taken
 * away and it stands there rendered.
 */
import { render } from "markdansi";
import stringWidth from "string-width";

export interface Screen {
  /** In characters. */
  width(): number;
  height(): number;
  write(text: string): void;
}

export interface MarkdownWriter {
  write(text: string): void;
  /** Renders what is not complete yet: something else is about to be shown. */
  end(): void;
}

export function createMarkdownWriter(screen: Screen): MarkdownWriter {
  /** The block that is being written, and its last line. */
  let block = "";
  let line = "";
  /** What of it is on the screen, and where that left the cursor. */
  let shown = "";
  let cursor: Cursor = { row: 0, column: 0 };
  let isFull = false;
  let fence: string | undefined;

  const show = (piece: string) => {
    if (isFull) return;
    // How far a tab goes is the terminal's to say.
    const text = piece.replaceAll("\t", "    ");
    const next = cursorAfter(cursor, text, screen.width());
    // What has left the screen at its top could not be taken away any more.
    isFull = next.row >= screen.height() - 1;
    if (isFull) return;
    screen.write(text);
    shown += text;
    cursor = next;
  };
  const finish = () => {
    const rendered = renderBlock(block, screen.width());
    if (rendered !== shown) screen.write((shown === "" ? "" : eraser(cursor)) + rendered);
    block = line = shown = "";
    cursor = { row: 0, column: 0 };
    isFull = false;
  };

  return {
    write(text) {
      for (const piece of text.split(/(?<=\n)/)) {
        // A blank line ends a block, unless what follows is indented: that belongs to it.
        const isBeginning = line === "" && fence === undefined && /^\S/.test(piece);
        if (isBeginning && /\n[ \t]*\n$/.test(block)) finish();
        block += piece;
        line += piece;
        show(piece);
        if (!piece.endsWith("\n")) continue;
        fence = fenceAfter(fence, line);
        line = "";
      }
    },
    end() {
      finish();
      fence = undefined;
    },
  };
}

/** The fence of the code that goes on after `line` (CommonMark 0.31, §4.5); `undefined` outside of code. */
function fenceAfter(fence: string | undefined, line: string): string | undefined {
  const [, mark, info = ""] = line.trimEnd().match(/^ {0,3}(`{3,}|~{3,})(.*)$/) ?? [];
  if (mark === undefined) return fence;
  if (fence === undefined) return mark.startsWith("`") && info.includes("`") ? undefined : mark;
  return mark.startsWith(fence) && info === "" ? undefined : fence;
}

/** A whole document, as a terminal so many characters wide shows it. */
export function renderMarkdown(text: string, width: number): string {
  let rendered = "";
  // On a screen without lines nothing is shown before it is complete.
  const writer = createMarkdownWriter({
    width: () => width,
    height: () => 0,
    write: (piece) => rendered += piece,
  });
  writer.write(text);
  writer.end();
  return rendered;
}

/** The block as a terminal shows it, beginning and ending as it does in Markdown. */
function renderBlock(block: string, width: number): string {
  const text = block.trim();
  if (text === "") return block;
  const [before, after] = [block.match(/^\s*\n/)?.[0] ?? "", block.slice(block.trimEnd().length)];
  const options = { width, hyperlinks: false, tableTruncate: false, codeBox: false };
  const rendered = render(block, options).replace(/^\n+/, "").trimEnd();
  return before.replace(/[^\n]/g, "") + rendered + after.replace(/[^\n]/g, "");
}

/** `column` may be the width itself: a full line is left with the next character only. */
interface Cursor {
  /** Below where it began. */
  readonly row: number;
  readonly column: number;
}

function cursorAfter({ row, column }: Cursor, text: string, width: number): Cursor {
  for (const character of text) {
    if (character === "\n") [row, column] = [row + 1, 0];
    else {
      const size = stringWidth(character);
      // A wide character does not stand half on a line.
      if (column + size > width) [row, column] = [row + 1, 0];
      column += size;
    }
  }
  return { row, column };
}

/** Takes away what was shown, and puts the cursor to where it began. */
function eraser({ row }: Cursor): string {
  return `\r${row > 0 ? `\x1b[${row}A` : ""}\x1b[J`;
}
