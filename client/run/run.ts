/** From a question to its answer: a model and the tools of the servers. */
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { AskSettings } from "../../cli/settings.ts";
import { createApproval } from "../approval/approve.ts";
import { createPins } from "../approval/pins.ts";
import { chooseModel } from "./choose_model.ts";
import type { ClientContext } from "../commands/context.ts";
import { type Answer, runLoop } from "./loop.ts";
import type { ModelMessage } from "../model/model.ts";
import type { OpenedServers } from "../servers/open_servers.ts";
import type { Show } from "../run_event.ts";
import { createToolbox } from "./toolbox.ts";

export interface Run {
  /** @param messages the conversation, the question last; what follows is added to it */
  answer(
    messages: ModelMessage[],
    signal: AbortSignal,
  ): Promise<Answer & { readonly exitStatus: ExitStatus }>;
}

export function createRun(
  settings: AskSettings,
  context: ClientContext,
  show: Show,
  { servers, fetches }: OpenedServers,
): Run {
  const { now } = context;
  const model = chooseModel(settings, fetches.model, show, context);
  const pins = createPins(context.pinStore);
  const approve = createApproval({ ...context, ...settings, pins, show });
  const toolbox = createToolbox({ ...context, servers, show, approve, debug: settings.debug });
  return {
    async answer(messages, signal) {
      const started = now();
      const before = toolbox.counts();
      show({ type: "question", text: messages.at(-1)?.content ?? "" });
      const answer = await runLoop({
        model,
        listTools: toolbox.list,
        callTool: (call) => toolbox.call(call, signal),
        messages,
        maxSteps: settings.maxSteps,
        onText: (text) => show({ type: "text", text }),
        onReasoning: (text) => show({ type: "reasoning", text }),
        signal,
      });
      const after = toolbox.counts();
      const isRefused = after.refused > before.refused && after.answered === before.answered;
      const exitStatus = isRefused ? EXIT.refused : EXIT.answered;
      const ms = Math.round(now() - started);
      show({ type: "answer", ...answer, ms, exitStatus });
      return { ...answer, exitStatus };
    },
  };
}
