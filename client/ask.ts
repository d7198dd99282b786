/** The command `ask`. */
import { keyProblem } from "../auth/keys.ts";
import type { Fetch } from "../auth/with_key.ts";
import { UserError } from "../cli/errors.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { AskSettings } from "../cli/settings.ts";
import { oneLine, printable } from "../cli/terminal.ts";
import { callTool, listTools } from "./call_tool.ts";
import { runLoop } from "./loop.ts";
import type { Model } from "./model/model.ts";
import { OFFLINE_MODEL, OFFLINE_URL } from "./model/offline_fetch.ts";
import { createOpenAiModel } from "./model/openai.ts";
import { convertTools } from "./model/schema.ts";
import { type ReachContext, reachServer } from "./reach.ts";
import { isOffline, openWires } from "./wires.ts";

export interface AskContext extends ReachContext {
  /** The whole of stdin, or `undefined` where it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  readonly fetch: Fetch;
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
}

const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

export async function ask(words: string, settings: AskSettings, context: AskContext): Promise<ExitStatus> {
  const { messages, output, now } = context;
  const problem = settings.authKey === undefined ? undefined : keyProblem(settings.authKey);
  if (problem) throw new UserError(problem === "empty" ? "key_empty" : "key_unsendable");
  const question = await readQuestion(words, context);

  const started = now();
  await using deadline = startDeadline(settings.timeout, context.interrupted);
  const wires = openWires(settings, context);
  await using server = await reachServer(settings, context, wires, deadline.signal);
  const { connection } = server;
  const converted = convertTools(await listTools(connection, deadline.signal));
  const renamed = [...converted.names].filter(([from, to]) => from !== to);
  for (const [to, from] of renamed) output.note(messages.ask.toolRenamed(printable(from), to));
  const model = chooseModel(settings, context, wires.model);

  const { steps } = await runLoop({
    model,
    tools: converted.tools,
    callTool: (call, args) => {
      const name = converted.names.get(call.name) ?? call.name;
      output.note(output.style("dim", messages.ask.toolCall(oneLine(name), oneLine(JSON.stringify(args)))));
      return callTool(connection, name, args, deadline.signal);
    },
    question,
    maxSteps: settings.maxSteps,
    onText: (text) => output.answer(printable(text)),
    signal: deadline.signal,
  });
  output.answer("\n");
  wires.debug?.step(messages.debug.finalAnswer(steps, Math.round(now() - started)));
  return EXIT.answered;
}

async function readQuestion(words: string, { messages, output, readStdin }: AskContext): Promise<string> {
  const given = words.trim() || (await readStdin())?.trim();
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
