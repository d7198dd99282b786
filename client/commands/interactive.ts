/**
 * `ask --interactive`: answers questions until the user leaves.
 *
 * @module
 */
import { asUserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { OneEraSettings } from "../../cli/settings.ts";
import { INTERRUPTED } from "../../cli/prompt.ts";
import type { ClientContext } from "./context.ts";
import { CONVERSATION_COMMANDS, createConversation } from "./conversation.ts";
import { openServers } from "../servers/open_servers.ts";
import type { Show } from "../run_event.ts";
import { failure } from "../output/show.ts";

/**
 * Answers the question in `words`, then those that the user types or that come on stdin, a line each.
 *
 * @returns the exit status of the first question that failed, else 0
 */
export async function interactive(
  words: string,
  settings: OneEraSettings,
  context: ClientContext,
  show: Show,
): Promise<ExitStatus> {
  const { interrupted, output, messages: { conversation: texts } } = context;
  // On a terminal, questions, approvals and forms read from the same lines.
  const prompt = await context.openPrompt?.(CONVERSATION_COMMANDS);
  const inner = prompt ? { ...context, lines: prompt.lines } : context;
  await using opened = await openServers(settings, inner, show, interrupted);
  const conversation = createConversation(settings, inner, show, opened);
  let status: ExitStatus = EXIT.answered;

  /** Returns `false` when the user asks to leave. */
  const take = async (line: string): Promise<boolean> => {
    const text = line.trim();
    if (text === "" || text === "/quit") return text === "";
    context.rearm();
    try {
      const answered = await conversation.take(text);
      if (status === EXIT.answered) status = answered;
    } catch (error) {
      interrupted.throwIfAborted();
      show(failure(error, context.messages));
      if (status === EXIT.answered) status = asUserError(error).exitStatus;
      await context.report(error);
    }
    return true;
  };

  if (!await take(words)) return status;
  if (prompt) output.note(output.style("dim", texts.welcome));
  while (true) {
    const read = prompt
      ? await prompt.read(texts.prompt, interrupted)
      : await context.pipedLines.read(interrupted);
    interrupted.throwIfAborted();
    if (read === undefined) return status;
    if (read === INTERRUPTED) output.note(output.style("dim", texts.howToLeave));
    else if (!await take(read)) return status;
  }
}
