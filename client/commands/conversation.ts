/**
 * A conversation: the model remembers earlier questions and answers when it answers the next one.
 *
 * @module
 */
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { AskSettings } from "../../cli/settings.ts";
import { oneLine, printable } from "../../cli/printable.ts";
import { createHost } from "../run/run.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";
import { addUsage, type ModelMessage, type Usage } from "../model/model.ts";
import { listCatalog } from "../servers/tool_catalog.ts";
import type { OpenedServers } from "../servers/open_servers.ts";
import type { Show } from "../run_event.ts";
import { toolTable } from "../output/tool_table.ts";

/** What the user may type instead of a question. */
export const CONVERSATION_COMMANDS: readonly string[] = ["/help", "/tools", "/usage", "/quit"];

/** Characters that are remembered: about 50,000 tokens, which fit into a model's context. */
const MEMORY = 200_000;

/** A conversation with one host. */
export interface Conversation {
  /**
   * Answers a question, or carries out a command.
   *
   * @throws a `UserError` when the question cannot be answered
   */
  take(text: string): Promise<ExitStatus>;
}

/** A conversation that has not begun. */
export function createConversation(
  settings: AskSettings,
  context: ClientContext,
  show: Show,
  opened: OpenedServers,
): Conversation {
  const { messages: { conversation: texts, notes, tools }, output, interrupted, cancellable } = context;
  const host = createHost(settings, context, show, opened);
  let history: readonly ModelMessage[] = [];
  const total: { questions: number; rounds: number; usage?: Usage } = { questions: 0, rounds: 0 };

  async function answer(question: string): Promise<ExitStatus> {
    using deadline = startDeadline(settings.timeout, context);
    return await cancellable(async (cancelled) => {
      const messages: ModelMessage[] = [...history, { role: "user", content: question }];
      try {
        const signal = AbortSignal.any([deadline.signal, cancelled]);
        const { exitStatus, rounds, usage } = await host.answer(messages, signal);
        remember(messages);
        total.questions++;
        total.rounds += rounds;
        if (usage) total.usage = addUsage(total.usage, usage);
        return exitStatus;
      } catch (error) {
        if (!cancelled.aborted || interrupted.aborted) throw error;
        show({ type: "note", code: "answerStopped", text: notes.answerStopped });
        return EXIT.answered;
      }
    });
  }

  function remember(messages: readonly ModelMessage[]): void {
    history = latest(messages, MEMORY);
    if (history.length === messages.length) return;
    show({ type: "note", code: "forgotten", text: notes.forgotten });
  }

  async function command(text: string): Promise<ExitStatus> {
    switch (text) {
      case "/help":
        output.note(texts.help);
        break;
      case "/tools":
        output.note(
          toolTable(await listCatalog(opened.servers), output.terminal?.width()).trimEnd() || tools.none,
        );
        break;
      case "/usage":
        output.note(texts.usage(total.questions, total.rounds, total.usage?.totalTokens));
        break;
      default:
        output.note(printable(texts.unknownCommand(oneLine(text, 40))));
    }
    return EXIT.answered;
  }

  return { take: (text) => text.startsWith("/") ? command(text) : answer(text) };
}

/** The last messages that have at most `most` characters, starting with a question; at least the last question. */
export function latest(messages: readonly ModelMessage[], most: number): readonly ModelMessage[] {
  let size = 0;
  let start = messages.length;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index]!;
    size += sizeOf(message);
    if (size > most && start < messages.length) break;
    if (message.role === "user") start = index;
  }
  return messages.slice(start);
}

function sizeOf(message: ModelMessage): number {
  if (message.role !== "assistant") return message.content.length;
  const calls = message.calls.reduce((sum, { name, written }) => sum + name.length + written.length, 0);
  return message.content.length + (message.reasoning?.length ?? 0) + calls;
}
