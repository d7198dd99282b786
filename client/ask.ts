/** The command `ask`. */
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { AskSettings, EraChoice } from "../cli/settings.ts";
import { abortable } from "./abortable.ts";
import { askInAllEras } from "./ask_all_eras.ts";
import { chooseModel } from "./choose_model.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "./deadline.ts";
import { runLoop } from "./loop.ts";
import { openServers } from "./open_servers.ts";
import type { Show } from "./run_event.ts";
import { chooseShow, showingFailure } from "./show.ts";
import { createToolbox } from "./toolbox.ts";
import { type Tracing, withTraceFile } from "./tracing.ts";

export async function ask(
  words: string,
  settings: AskSettings,
  context: ClientContext,
): Promise<ExitStatus> {
  const show = chooseShow(settings, context);
  return await showingFailure(show, context, () => {
    const { trace } = settings;
    const run = (tracing?: Tracing) => askRecorded(words, settings, { ...context, tracing }, show);
    return trace === undefined ? run() : withTraceFile(trace, context, show, run);
  });
}

async function askRecorded(
  words: string,
  settings: AskSettings,
  context: ClientContext,
  show: Show,
): Promise<ExitStatus> {
  const { era } = settings;
  if (era !== "all") return await askOnce(words, { ...settings, era }, context, show);
  // Standard input can be read once.
  const question = await readQuestion(words, context, show, context.interrupted);
  const shown = { ...settings, debug: true };
  return await askInAllEras(
    context,
    context.tracing,
    (era, tracing) => askOnce(question, { ...shown, era }, { ...context, tracing }, show),
  );
}

type OneEraSettings = AskSettings & { readonly era: EraChoice };

async function askOnce(
  words: string,
  settings: OneEraSettings,
  context: ClientContext,
  show: Show,
): Promise<ExitStatus> {
  const { now } = context;
  const started = now();
  using deadline = startDeadline(settings.timeout, context.interrupted);
  const question = await readQuestion(words, context, show, deadline.signal);
  await using opened = await openServers(settings, context, show, deadline.signal);
  const { servers, wires } = opened;
  const model = chooseModel(settings, wires.model, show);
  const toolbox = createToolbox({ ...context, servers, show });
  show({ type: "question", text: question });
  const answer = await runLoop({
    model,
    listTools: toolbox.list,
    callTool: toolbox.call,
    messages: [{ role: "user", content: question }],
    maxSteps: settings.maxSteps,
    onText: (text) => show({ type: "text", text }),
    onReasoning: (text) => show({ type: "reasoning", text }),
    signal: deadline.signal,
  });
  const ms = Math.round(now() - started);
  show({ type: "answer", ...answer, ms, exitStatus: EXIT.answered });
  return EXIT.answered;
}

async function readQuestion(
  words: string,
  { messages, readStdin }: ClientContext,
  show: Show,
  signal: AbortSignal,
): Promise<string> {
  const given = words.trim() || (await abortable(readStdin, signal))?.trim();
  if (given) return given;
  const question = messages.ask.defaultQuestion;
  show({ type: "note", code: "asksDefault", text: messages.notes.asksDefault(question) });
  return question;
}
