/**
 * The process that runs a client's command, as the command sees it.
 *
 * @module
 */
import type { Interrupts } from "../../cli/interrupts.ts";
import { createLines } from "../../cli/lines.ts";
import { report, type ReportContext } from "../../cli/report.ts";
import { stateFile, stateFilePath } from "../../cli/state_file.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";
import type { ClientContext } from "./context.ts";
import { trustingFetch } from "../limits/ca_file.ts";
import { watchRequests } from "../limits/watch_requests.ts";
import { wait } from "../../lib/time.ts";

/** What the process provides to every command. */
export type CommandProcess = ReportContext & Pick<ClientContext, "version" | "startEmbedded"> & {
  readonly interrupts: Interrupts;
};

/**
 * The context of a command. From then on, libraries that write to the console write to stderr, or nothing.
 *
 * @param caFile the path of a PEM file with certificate authorities to trust in addition to the usual ones
 * @throws a `UserError` when that file cannot be used
 */
export async function processContext(
  given: CommandProcess,
  caFile: string | undefined,
): Promise<ClientContext> {
  const { version, messages, output, environment, startEmbedded, interrupts } = given;
  const now = () => performance.now();
  const { fetch, awaited } = watchRequests(await trustingFetch(caFile, Deno.readTextFile), now);
  keepConsole(output);
  const isTerminal = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  const lines = createLines(() => Deno.stdin.readable);
  const pinPath = stateFilePath("approvals.json", environment, Deno.build.os);
  return {
    version,
    messages,
    output,
    environment,
    startEmbedded,
    readStdin,
    readFile: Deno.readTextFile,
    pipedLines: lines,
    lines: isTerminal ? lines : undefined,
    openPrompt: isTerminal
      ? async (completions) => {
        const { createPrompt } = await import("../../cli/prompt.ts");
        return createPrompt(completions, interrupts.interrupt);
      }
      : undefined,
    pinStore: pinPath === undefined ? undefined : stateFile(pinPath),
    rearm: interrupts.rearm,
    interrupted: interrupts.leave,
    cancellable: interrupts.cancellable,
    report: (error) => report(error, given),
    fetch,
    awaited,
    now,
    timeOrigin: performance.timeOrigin,
    wait,
  };
}

/** Stdout is for answers, and what a server sent must not reach a terminal unescaped. */
function keepConsole(output: Output): void {
  const note = (...words: unknown[]) => output.note(oneLine(words.map(String).join(" "), 500));
  console.log = console.info = console.debug = () => {};
  console.warn = console.error = note;
}

async function readStdin(): Promise<string | undefined> {
  return Deno.stdin.isTerminal() ? undefined : await new Response(Deno.stdin.readable).text();
}
