/**
 * From a question to its answer: connect to the servers, list their tools, ask the model, run the tool calls
 * that it makes, and ask it again, until it answers in words.
 *
 * @module
 */
import { type ErrorData, shownUrl, UserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import { oneLine } from "../../cli/printable.ts";
import type { AskSettings, OneEraSettings } from "../../cli/settings.ts";
import { every } from "../../lib/time.ts";
import { createApproval } from "../approval/approve.ts";
import { createPins, type PinStore } from "../approval/pins.ts";
import { apiUrlOf, modelNameOf } from "../model/endpoint.ts";
import { addUsage, type Model, type ModelMessage, type Turn, type Usage } from "../model/model.ts";
import type { Show } from "../run_event.ts";
import { type OpenedServers, openServers, type OpenServersContext } from "../servers/open_servers.ts";
import { chooseModel, type ModelContext } from "./choose_model.ts";
import { CALLS, runCalls } from "./run_calls.ts";
import { withSignOfLife } from "./sign_of_life.ts";
import { createToolbox, type Toolbox } from "./toolbox.ts";

/** What a run needs from the process. */
export interface RunContext extends OpenServersContext, ModelContext {
  /** The store of approvals between runs; `undefined` if the system has no place for them. */
  readonly pinStore: PinStore | undefined;
}

/** The model's answers, and the number of requests. The usage is the total of all rounds. */
export type Answer = Pick<Turn, "text" | "isCut" | "interruption" | "usage" | "backend"> & {
  readonly rounds: number;
};

/** Connects to the servers, answers one question, and disconnects. Everything on the way is shown. */
export async function answerQuestion(
  question: string,
  settings: OneEraSettings,
  context: RunContext,
  show: Show,
  signal: AbortSignal,
): Promise<ExitStatus> {
  await using opened = await openServers(settings, context, show, signal);
  const host = createHost(settings, context, show, opened);
  return (await host.answer([{ role: "user", content: question }], signal)).exitStatus;
}

/** The host of MCP: it holds the model and the tools of the connected servers. */
export interface Host {
  /** Answers the last message. @param messages the conversation, which ends with the question; everything that follows is appended */
  answer(
    messages: ModelMessage[],
    signal: AbortSignal,
  ): Promise<Answer & { readonly exitStatus: ExitStatus }>;
}

/** A host for one question or for a conversation. */
export function createHost(
  settings: AskSettings,
  context: RunContext,
  show: Show,
  { servers, fetches }: OpenedServers,
): Host {
  const { notes } = context.messages;
  const model = showingWait(chooseModel(settings, fetches.model, show, context), settings, context);
  const approve = createApproval({ ...context, ...settings, pins: createPins(context.pinStore), show });
  const toolbox = createToolbox({ ...context, servers, show, approve, debug: settings.debug });
  return {
    async answer(messages, signal) {
      const [started, before] = [context.now(), toolbox.counts()];
      show({ type: "question", text: messages.at(-1)?.content ?? "" });
      const answer = await runLoop({
        model,
        toolbox,
        messages,
        maxSteps: settings.maxSteps,
        show,
        onCallsSkipped: () => show({ type: "note", code: "callsSkipped", text: notes.callsSkipped(CALLS) }),
        signal,
      });
      const after = toolbox.counts();
      const isRefused = after.refused > before.refused && after.answered === before.answered;
      const exitStatus = answer.isCut ? EXIT.modelFailing : isRefused ? EXIT.refused : EXIT.answered;
      show({ type: "answer", ...answer, ms: Math.round(context.now() - started), exitStatus });
      return { ...answer, exitStatus };
    },
  };
}

/** On a terminal, and unless the output is JSON, a silent model is shown to be waited for. */
function showingWait(
  model: Model,
  settings: AskSettings,
  { output: { terminal }, messages: { ask }, now }: RunContext,
): Model {
  const { json, jsonStream, reasoning, debug, debugWire } = settings;
  if (!terminal || json || jsonStream) return model;
  const [name, url] = [oneLine(modelNameOf(settings)), shownUrl(apiUrlOf(settings))];
  return withSignOfLife(model, {
    terminal,
    line: (seconds, tokens) => ask.waiting(name, url, seconds, tokens),
    // Among the steps of --debug, the text is shown when it is whole.
    shown: { text: !debug && !debugWire, reasoning },
    now,
    every,
  });
}

/** What {@linkcode runLoop} works with. */
export interface LoopOptions {
  /** The model to ask in each round. */
  readonly model: Model;
  /** Lists the tools before each round, and runs the calls. */
  readonly toolbox: Pick<Toolbox, "list" | "call">;
  /** As in {@linkcode Host}. */
  readonly messages: ModelMessage[];
  /** How many times the model may be asked. */
  readonly maxSteps: number;
  /** Shows text and reasoning as they come. */
  readonly show: Show;
  /** Called when the model makes more calls in one message than are run. */
  readonly onCallsSkipped: () => void;
  /** Ends the loop. */
  readonly signal: AbortSignal;
}

/**
 * The loop of the host: the model asks for tool calls and reads their results, until it answers in words.
 *
 * @throws a {@linkcode UserError} when the model fails, or still asks for calls after `maxSteps` rounds
 */
export async function runLoop(options: LoopOptions): Promise<Answer> {
  const { model, toolbox, messages, maxSteps, show, onCallsSkipped, signal } = options;
  const onText = (text: string) => show({ type: "text", text });
  const onReasoning = (text: string) => show({ type: "reasoning", text });
  let usage: Usage | undefined;
  for (let round = 1; round <= maxSteps; round++) {
    const tools = await toolbox.list();
    const turn = await model({ messages, tools, onText, onReasoning, signal });
    const { text, calls, isCut, interruption, reasoning, backend } = turn;
    if (turn.usage) usage = addUsage(usage, turn.usage);
    messages.push({ role: "assistant", content: text, calls, ...(reasoning ? { reasoning } : {}) });
    if (calls.length === 0) {
      return {
        text,
        rounds: round,
        isCut,
        ...(interruption ? { interruption } : {}),
        ...(usage ? { usage } : {}),
        ...(backend ? { backend } : {}),
      };
    }
    // There is no further request to the model, so the results would not be read.
    if (round === maxSteps) break;
    // The text before the calls is not a part of the answer that follows.
    if (text) onText("\n");
    if (calls.length > CALLS) onCallsSkipped();
    messages.push(...await runCalls(calls, (call) => toolbox.call(call, signal)));
  }
  throw new UserError("max_steps", { steps: String(maxSteps), ...repeatedCall(messages) });
}

/** The tool that the last three messages of the model called with the same arguments, if that is what they did. */
function repeatedCall(messages: readonly ModelMessage[]): ErrorData {
  const last = messages.filter((message) => message.role === "assistant").slice(-3);
  const written = last.map(({ calls }) => JSON.stringify(calls.map(({ name, written }) => [name, written])));
  const name = last[0]?.calls[0]?.name;
  return last.length === 3 && new Set(written).size === 1 && name !== undefined
    ? { name: oneLine(name) }
    : {};
}
