/**
 * Markdown on a terminal, while it is being written.
 *
 * A block is first shown as it comes, so that the user does not have to wait; when it is complete, it is erased
 * and shown again, rendered.
 *
 * @module
 */
import { render } from "markdansi";
import stringWidth from "fast-string-width";

/** The terminal to draw on. */
export interface Screen {
  /** In columns. */
  width(): number;
  /** In rows. */
  height(): number;
  /** Writes at the cursor. */
  write(text: string): void;
}

/** Shows Markdown that comes in pieces. */
export interface MarkdownWriter {
  /** Takes the next piece, of any length. */
  write(text: string): void;
  /** Renders what is not complete yet, before something else is shown. */
  end(): void;
}

/** Creates a writer whose text begins at the left edge of `screen`. */
export function createMarkdownWriter(screen: Screen): MarkdownWriter {
  /** The block that is being written, and its last line. */
  let block = "";
  let line = "";
  /** The part of it that is on the screen, and the cursor behind it. */
  let shown = "";
  let cursor: Cursor = { row: 0, column: 0 };
  let isFull = false;
  let fence: string | undefined;

  const show = (piece: string) => {
    if (isFull) return;
    // Terminals differ in their tab stops.
    const text = piece.replaceAll("\t", "    ");
    const next = cursorAfter(cursor, text, screen.width());
    // What has scrolled off the top cannot be erased.
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

/** A whole document, rendered for a terminal of `width` columns. */
export function renderMarkdown(text: string, width: number): string {
  let rendered = "";
  // On a screen without line control, text is shown only once it is complete.
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
  /** Rows below the first one. */
  readonly row: number;
  readonly column: number;
}

function cursorAfter({ row, column }: Cursor, text: string, width: number): Cursor {
  for (const character of text) {
    if (character === "\n") [row, column] = [row + 1, 0];
    else {
      const size = stringWidth(character);
      // A wide character is not split across lines.
      if (column + size > width) [row, column] = [row + 1, 0];
      column += size;
    }
  }
  return { row, column };
}

/** Erases what was shown, and puts the cursor back to its beginning. */
function eraser({ row }: Cursor): string {
  return `\r${row > 0 ? `\x1b[${row}A` : ""}\x1b[J`;
}
