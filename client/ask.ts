/** The command `ask`. */
import { keyProblem } from "../auth/keys.ts";
import type { Fetch } from "../auth/with_key.ts";
import { keyError, UserError } from "../cli/errors.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { AskSettings } from "../cli/settings.ts";
import { oneLine, printable } from "../cli/terminal.ts";
import { abortable } from "./abortable.ts";
import { runLoop } from "./loop.ts";
import type { Model } from "./model/model.ts";
import { OFFLINE_MODEL, OFFLINE_URL } from "./model/offline_fetch.ts";
import { createOpenAiModel } from "./model/openai.ts";
import { convertTools } from "./model/schema.ts";
import { createProgress } from "./progress.ts";
import { type ReachContext, reachServer } from "./reach.ts";
import type { Session } from "./session.ts";
import { isOffline, openWires } from "./wires.ts";

export interface AskContext extends ReachContext {
  /** The whole of stdin, or `undefined` where it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
}

const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

export async function ask(words: string, settings: AskSettings, context: AskContext): Promise<ExitStatus> {
  const { messages, output } = context;
  const problem = settings.authKey === undefined ? undefined : keyProblem(settings.authKey);
  if (problem) throw keyError(problem);
  await using deadline = startDeadline(settings.timeout, context.interrupted);
  const question = await readQuestion(words, context, deadline.signal);
  const wires = openWires(settings, context);
  await using server = await reachServer(settings, context, wires, deadline.signal);
  const { session } = server;
  const tools = createModelTools(session, context);
  const model = chooseModel(settings, context, wires.model);

  const { isCut } = await runLoop({
    model,
    listTools: tools.list,
    callTool: (call, args) => {
      const name = tools.mcpName(call.name);
      output.note(output.style("dim", messages.ask.toolCall(oneLine(name), oneLine(JSON.stringify(args)))));
      return context.cancellable(async (cancelled) => {
        const progress = createProgress(name, output);
        try {
          return await session.callTool(name, args, { cancelled, onProgress: progress.show });
        } finally {
          progress.end();
          if (cancelled.aborted) output.note(messages.ask.callCancelled(oneLine(name)));
        }
      });
    },
    question,
    maxSteps: settings.maxSteps,
    onText: (text) => output.answer(printable(text)),
    signal: deadline.signal,
  });
  output.answer("\n");
  if (isCut) output.note(messages.ask.answerCut);
  return EXIT.answered;
}

/** The tools of the server as the model knows them; a name that had to change is told once. */
function createModelTools(session: Session, { messages, output }: AskContext) {
  const told = new Set<string>();
  let names: ReadonlyMap<string, string> = new Map();
  const tellRenamed = (modelName: string, name: string) => {
    if (modelName === name || told.has(modelName)) return;
    told.add(modelName);
    output.note(messages.ask.toolRenamed(oneLine(name), modelName));
  };
  return {
    async list() {
      const converted = convertTools(await session.listTools());
      names = converted.names;
      for (const [modelName, name] of names) tellRenamed(modelName, name);
      return converted.tools;
    },
    mcpName: (modelName: string) => names.get(modelName) ?? modelName,
  };
}

async function readQuestion(
  words: string,
  { messages, output, readStdin }: AskContext,
  signal: AbortSignal,
): Promise<string> {
  const given = words.trim() || (await abortable(readStdin, signal))?.trim();
  if (given) return given;
  output.note(messages.ask.asksDefault(messages.ask.defaultQuestion));
  return messages.ask.defaultQuestion;
}

/** Aborts with the error to show, by the clock or by Ctrl-C. */
function startDeadline(seconds: number, interrupted: AbortSignal): AsyncDisposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new UserError("timeout", { seconds: String(seconds) })),
    seconds * 1000,
  );
  const signal = AbortSignal.any([controller.signal, interrupted]);
  return { signal, [Symbol.asyncDispose]: () => Promise.resolve(clearTimeout(timer)) };
}

function chooseModel(settings: AskSettings, { messages, output }: AskContext, fetch: Fetch): Model {
  const offline = isOffline(settings);
  const apiUrl = offline ? OFFLINE_URL : settings.apiUrl?.href ?? DEFAULT_API_URL;
  if (offline) {
    output.note(messages.ask.offlineModel);
    output.note(output.style("dim", messages.ask.useRealModel));
  } else {
    output.note(messages.ask.realModel(oneLine(settings.model), apiUrl));
  }
  return createOpenAiModel({
    apiUrl,
    apiKey: settings.apiKey,
    model: offline ? OFFLINE_MODEL : settings.model,
    fetch,
    stream: settings.stream,
    randomId: () => crypto.randomUUID().replaceAll("-", "").slice(0, 9),
  });
}
