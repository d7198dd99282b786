/**
 * The command `trace`: a recorded file, shown or in another format, on stdout.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { networkReason } from "../../cli/error_text.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { Language } from "../../cli/language.ts";
import type { TraceSettings } from "../../cli/settings.ts";
import { oneLine, type Output } from "../../cli/terminal.ts";
import { render } from "./format.ts";
import { fromJsonLines } from "./jsonl.ts";
import { replay } from "../replay.ts";
import { createTimeline } from "../timeline.ts";

/** What the command gets from the process that runs it. */
export interface ShowFileContext {
  readonly language: Language;
  readonly version: string;
  /** Writes to stdout. */
  readonly answer: Output["answer"];
  /** Of stdout: styles and a terminal where it is one. */
  readonly stdout: Pick<Output, "style" | "terminal">;
  readonly readFile: (path: string) => Promise<string>;
}

/** Shows the record in a `.jsonl` file. Throws a {@linkcode UserError} where it is none. */
export async function showTraceFile(
  path: string,
  { as }: TraceSettings,
  { language, version, answer, stdout, readFile }: ShowFileContext,
): Promise<ExitStatus> {
  const text = await readFile(path).catch((error) => {
    throw new UserError("trace_unreadable", { path, detail: oneLine(networkReason(error)) });
  });
  const read = fromJsonLines(text);
  if ("badLine" in read) throw new UserError("trace_not_record", { path, line: String(read.badLine) });
  if (as !== "text" && as !== "wire") {
    answer(render(read.ok, as, { language, version }));
    return EXIT.answered;
  }
  const output = { ...stdout, note: (line: string) => answer(`${line}\n`) };
  const sink = createTimeline({ output, language, detail: as === "wire" ? "wire" : "steps" });
  for (const event of replay(read.ok)) sink(event);
  return EXIT.answered;
}
