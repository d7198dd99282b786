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
  /** The block that is being written, and how much of it is on the screen. */
  let block = "";
  let shown = "";
  let line = "";
  let isFenced = false;

  const show = () => {
    // What has left the screen at its top could not be taken away any more.
    const fits = rowsOf(block, screen.width()) < screen.height();
    if (!fits) return;
    screen.write(block.slice(shown.length));
    shown = block;
  };
  const finish = () => {
    if (block === "") return;
    const rendered = renderBlock(block, screen.width());
    if (rendered !== shown) screen.write(eraser(shown, screen.width()) + rendered);
    block = shown = "";
  };
  const addLine = (text: string) => {
    const isFence = /^ {0,3}(```|~~~)/.test(text);
    // A blank line ends a block, unless what follows is indented: that belongs to it.
    if (!isFenced && /\n[ \t]*\n$/.test(block) && /^\S/.test(text)) finish();
    if (isFence) isFenced = !isFenced;
  };

  return {
    write(text) {
      for (const piece of text.split(/(?<=\n)/)) {
        // The first character of a line tells whether it belongs to the block.
        if (line === "") addLine(piece);
        else if (/^ {0,3}[`~]{0,2}$/.test(line)) {
          isFenced = isFenced !== /^ {0,3}(```|~~~)/.test(line + piece);
        }
        line = piece.endsWith("\n") ? "" : line + piece;
        block += piece;
      }
      show();
    },
    end: finish,
  };
}

/** The block as a terminal shows it, ending as it ended in Markdown. */
function renderBlock(block: string, width: number): string {
  const text = block.trimEnd();
  if (text === "") return block;
  const end = block.slice(text.length).replace(/[^\n]/g, "");
  const options = { width, hyperlinks: false, tableTruncate: false, codeBox: false };
  return render(text, options).trimEnd() + end;
}

/** How many rows of the screen a text takes, the one of the cursor included. */
function rowsOf(text: string, width: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / width)), 0);
}

/** Takes away what was shown, and puts the cursor to where it began. */
function eraser(shown: string, width: number): string {
  if (shown === "") return "";
  const up = rowsOf(shown, width) - 1;
  return `\r${up > 0 ? `\x1b[${up}A` : ""}\x1b[J`;
}
