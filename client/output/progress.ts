/**
 * Shows the progress of tool calls: as a bar on a terminal, elsewhere as lines.
 *
 * @module
 */
import type { Progress } from "@modelcontextprotocol/client";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";

/** The progress of a call as a bar of at most `width` characters. Pure. */
export function renderBar(tool: string, { progress, total, message }: Progress, width: number): string {
  const name = oneLine(tool, 40);
  const text = message === undefined ? "" : ` ${oneLine(message)}`;
  const share = shareOf(progress, total);
  if (share === undefined) return oneLine(`${name} ${progress}${text}`, Math.max(width, 1));
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const room = Math.min(30, width - name.length - percent.length - 2);
  if (room < 5) return oneLine(`${name} ${percent.trim()}${text}`, Math.max(width, 1));
  const full = Math.floor(share * room);
  return oneLine(`${name} ${"█".repeat(full)}${"░".repeat(room - full)} ${percent.trim()}${text}`, width);
}

/** The progress of a call as a line. Pure. */
export function renderLine(tool: string, { progress, total, message }: Progress): string {
  const of = total === undefined ? "" : `/${total}`;
  return `${oneLine(tool)}: ${progress}${of}${message === undefined ? "" : ` ${oneLine(message)}`}`;
}

/** From 0 to 1; `undefined` if the total is not known. */
function shareOf(progress: number, total: number | undefined): number | undefined {
  if (total === undefined || !(total > 0)) return undefined;
  return Math.min(1, Math.max(0, progress / total));
}

/** Shows the progress of calls. */
export interface ProgressOutput {
  /** Shows the progress of a call. */
  show(progress: Progress & { readonly id: string; readonly tool: string }): void;
  /** Removes the bar of a call. */
  end(id: string): void;
}

/** Shows progress on stderr. */
export function createProgress({ note, style, terminal }: Output): ProgressOutput {
  let drawn: string | undefined;
  return {
    show({ id, tool, ...progress }) {
      if (!terminal) return note(style("dim", renderLine(tool, progress)));
      drawn = id;
      // A full line would wrap, and then be drawn again below itself.
      terminal.redraw(renderBar(tool, progress, terminal.width() - 1));
    },
    end(id) {
      if (drawn === id) terminal?.redraw("");
    },
  };
}
