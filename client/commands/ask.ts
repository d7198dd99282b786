/**
 * The command `ask`: answers a question with a model and the tools of MCP servers.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import type { AskSettings, OneEraSettings } from "../../cli/settings.ts";
import { abortable } from "../../lib/time.ts";
import { answerQuestion } from "../run/run.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";
import { lookForLocalEndpoints } from "../model/local_endpoints.ts";
import type { Show } from "../run_event.ts";
import { chooseShow, showingFailure } from "../output/show.ts";
import { isOffline } from "../model/endpoint.ts";

/**
 * Answers the question from the arguments `words`, from stdin, or a default one; with
 * `--interactive` several in sequence, with `--era all` in each era.
 *
 * @param words `-` for stdin; without any, stdin is read if it is not a terminal
 * @throws a {@linkcode UserError} when there is no answer; it has been shown already
 */
export async function ask(
  words: string | undefined,
  settings: AskSettings,
  context: ClientContext,
): Promise<ExitStatus> {
  const show = await chooseShow(settings, context);
  return await showingFailure(show, context, async () => {
    refuseConflicts(settings);
    await using _ = suggestLocalModel(settings, context, show);
    const run = (tracing = context.tracing) => askRecorded(words, settings, { ...context, tracing }, show);
    if (settings.trace === undefined) return await run();
    const { withTraceFile } = await import("../recording/trace_file.ts");
    return await withTraceFile(settings.trace, context, show, run);
  });
}

/** Refuses flags that exclude one another. */
function refuseConflicts({ era, interactive, json, jsonStream }: AskSettings): void {
  const conflict = (one: string, other: string) => new UserError("conflicting_flags", { flag: one, other });
  if (json && jsonStream) throw conflict("--json", "--json-stream");
  if (era !== "all") return;
  if (interactive) throw conflict("--era all", "--interactive");
  // The comparison comes after the three runs: it is one object, not a stream of events.
  if (jsonStream) throw conflict("--era all", "--json-stream");
}

async function askRecorded(
  words: string | undefined,
  settings: AskSettings,
  context: ClientContext,
  show: Show,
): Promise<ExitStatus> {
  const { era, interactive } = settings;
  if (era !== "all") {
    if (interactive) {
      const { interactive } = await import("./interactive.ts");
      return await interactive(words === "-" ? "" : words ?? "", { ...settings, era }, context, show);
    }
    return await askOnce(words, { ...settings, era }, context, show);
  }
  const question = await readQuestion(words, context, show, context.interrupted);
  const { askInAllEras } = await import("./ask_all_eras.ts");
  // The steps are shown after the comparison, not as they happen.
  const quiet = { ...settings, debug: false, debugWire: false };
  return await askInAllEras(question, settings, context, async (era, show, tracing) => {
    using deadline = startDeadline(settings.timeout, context);
    const inner = { ...context, tracing };
    return await answerQuestion(question, { ...quiet, era }, inner, show, deadline.signal);
  });
}

/** Suggests a model on this machine to a user who has set up none. */
function suggestLocalModel(
  settings: AskSettings,
  { fetch, messages: { notes } }: ClientContext,
  show: Show,
): AsyncDisposable | undefined {
  const { era, json, jsonStream } = settings;
  if (!isOffline(settings) || json || jsonStream || era === "all") return undefined;
  const except = settings.servers.map(({ port }) => Number(port));
  return lookForLocalEndpoints(fetch, { except }, ({ program, command }) => {
    show({ type: "note", code: "localEndpoint", text: notes.localEndpoint(program, command) });
  });
}

async function askOnce(
  words: string | undefined,
  settings: OneEraSettings,
  context: ClientContext,
  show: Show,
): Promise<ExitStatus> {
  using deadline = startDeadline(settings.timeout, context);
  const question = await readQuestion(words, context, show, deadline.signal);
  return await answerQuestion(question, settings, context, show, deadline.signal);
}

/** @throws a {@linkcode UserError} if a question was given, and is empty: a script has lost it */
async function readQuestion(
  words: string | undefined,
  { messages, readStdin }: ClientContext,
  show: Show,
  signal: AbortSignal,
): Promise<string> {
  const isInStdin = words === undefined || words === "-";
  const question = isInStdin ? await abortable(readStdin, signal) : words;
  if (question?.trim()) return question.trim();
  if (question !== undefined || words !== undefined) throw new UserError("empty_question");
  const { defaultQuestion } = messages.ask;
  show({ type: "note", code: "asksDefault", text: messages.notes.asksDefault(defaultQuestion) });
  return defaultQuestion;
}
