/**
 * The command `trace`: prints a recorded file, as a timeline or in another format, on stdout.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { networkReason } from "../../cli/error_text.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { Language } from "../../cli/language.ts";
import type { TraceSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";
import { render } from "./format.ts";
import { fromJsonLines } from "./jsonl.ts";
import { replay } from "../timeline/replay.ts";
import { createTimeline } from "../timeline/timeline.ts";

/** The command's dependencies on its process. */
export interface ShowFileContext {
  /** The language of explanations. */
  readonly language: Language;
  /** This program's version, which some formats contain. */
  readonly version: string;
  /** Writes to stdout. */
  readonly answer: Output["answer"];
  /** Tells the user what was left out. */
  readonly note: Output["note"];
  /** The note on lines that are not exchanges. */
  readonly linesSkipped: (path: string, lines: string) => string;
  /** Properties of stdout: styles, and the terminal if it is one. */
  readonly stdout: Pick<Output, "style" | "terminal">;
  /** Reads a file as UTF-8. Rejects if it cannot. */
  readonly readFile: (path: string) => Promise<string>;
}

/**
 * Shows the record in a `.jsonl` file, except for damaged lines. Throws a {@linkcode UserError} if
 * there is none.
 */
export async function showTraceFile(
  path: string,
  { as }: TraceSettings,
  { language, version, answer, note, linesSkipped, stdout, readFile }: ShowFileContext,
): Promise<ExitStatus> {
  const text = await readFile(path).catch((error) => {
    throw new UserError("trace_unreadable", { path, detail: oneLine(networkReason(error)) });
  });
  const { exchanges, badLines } = fromJsonLines(text);
  if (exchanges.length === 0) {
    throw new UserError("invalid_trace_file", { path, line: String(badLines[0] ?? 1) });
  }
  if (badLines.length > 0) note(linesSkipped(path, badLines.join(", ")));
  if (as !== "text" && as !== "wire") {
    answer(render(exchanges, as, { language, version }));
    return EXIT.answered;
  }
  const output = { ...stdout, note: (line: string) => answer(`${line}\n`) };
  const sink = createTimeline({ output, language, detail: as === "wire" ? "wire" : "steps" });
  replay(exchanges, sink);
  return EXIT.answered;
}
