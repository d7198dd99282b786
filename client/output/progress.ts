/** How far a tool call is, for the person: a bar on a terminal, lines elsewhere. */
import type { Progress } from "@modelcontextprotocol/client";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";

/** Pure. At most `width` characters. */
export function renderBar(tool: string, { progress, total, message }: Progress, width: number): string {
  const name = oneLine(tool, 40);
  const said = message === undefined ? "" : ` ${oneLine(message)}`;
  const share = shareOf(progress, total);
  if (share === undefined) return oneLine(`${name} ${progress}${said}`, Math.max(width, 1));
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const room = Math.min(30, width - name.length - percent.length - 2);
  if (room < 5) return oneLine(`${name} ${percent.trim()}${said}`, Math.max(width, 1));
  const full = Math.floor(share * room);
  return oneLine(`${name} ${"█".repeat(full)}${"░".repeat(room - full)} ${percent.trim()}${said}`, width);
}

/** Pure. */
export function renderLine(tool: string, { progress, total, message }: Progress): string {
  const of = total === undefined ? "" : `/${total}`;
  return `${oneLine(tool)}: ${progress}${of}${message === undefined ? "" : ` ${oneLine(message)}`}`;
}

/** From 0 to 1; `undefined` where the end is not known. */
function shareOf(progress: number, total: number | undefined): number | undefined {
  if (total === undefined || !(total > 0)) return undefined;
  return Math.min(1, Math.max(0, progress / total));
}

/** Shows the progress of calls; `end` takes the bar of a call away. */
export function createProgress({ note, style, terminal }: Output) {
  let drawn: string | undefined;
  return {
    show({ id, tool, ...progress }: Progress & { readonly id: string; readonly tool: string }) {
      if (!terminal) return note(style("dim", renderLine(tool, progress)));
      drawn = id;
      // A line that is full would wrap, and then be redrawn below itself.
      terminal.redraw(renderBar(tool, progress, terminal.width() - 1));
    },
    end(id: string) {
      if (drawn === id) terminal?.redraw("");
    },
  };
}
