/**
 * The command `call`: calls one tool once, without a model.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { CallSettings } from "../../cli/settings.ts";
import { oneLine, printable } from "../../cli/printable.ts";
import { abortable } from "../../lib/time.ts";
import { absentArguments, readArguments, readInput, unknownArguments } from "./call_arguments.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";
import { isUnanswered } from "../connection/error_result.ts";
import { findTool, listCatalog } from "../servers/tool_catalog.ts";
import { openServers } from "../servers/open_servers.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import { resultText } from "../run/tool_result.ts";

/**
 * Prints the result of the call; with `--json` as an object.
 *
 * @param words the name of the tool, then its arguments
 * @throws a {@linkcode UserError} when the call fails, also when the tool itself reports an error
 */
export async function call(
  words: readonly string[],
  settings: CallSettings,
  context: ClientContext,
): Promise<ExitStatus> {
  const [name = "", ...given] = words;
  const { output, now } = context;
  const show = showAround(settings.json, context);
  return await showingFailure(show, context, async () => {
    using deadline = startDeadline(settings.timeout, context);
    const input = settings.input === "-"
      ? await abortable(context.readStdin, deadline.signal) ?? ""
      : settings.input;
    const base = input === undefined ? {} : readInput(input);
    await using opened = await openServers(settings, context, show, deadline.signal);
    const { server, tool } = findTool(await listCatalog(opened.servers), name);
    const args = readArguments(given, tool.inputSchema, base);
    for (const { name, near } of unknownArguments(args, tool.inputSchema)) {
      const text = context.messages.notes.argumentUnknown(oneLine(name), oneLine(near));
      show({ type: "note", code: "argumentUnknown", text });
    }
    for (const name of absentArguments(args, tool.inputSchema)) {
      show({
        type: "note",
        code: "argumentAbsent",
        text: context.messages.notes.argumentAbsent(oneLine(name)),
      });
    }
    const started = now();
    const result = await context.cancellable(async (cancelled) => {
      const result = await server.session.callTool(tool.name, args, {
        cancelled,
        onProgress: (progress) => show({ type: "progress", id: name, tool: tool.name, ...progress }),
      });
      // Nothing else is left to do.
      if (cancelled.aborted) throw new UserError("interrupted");
      return result;
    });
    const ms = Math.round(now() - started);
    show({ type: "toolResult", id: name, tool: tool.name, text: "", isError: false, isRefused: false, ms });
    const exitStatus = result.isError ? EXIT.mcpError : EXIT.answered;
    if (settings.json) {
      const about = { server: server.name, tool: tool.name, arguments: args };
      output.answer(toJson({ ...about, result, ms, exitStatus }));
      return exitStatus;
    }
    if (result.isError) {
      throw new UserError("tool_error", {
        name: oneLine(tool.name),
        detail: oneLine(resultText({ ...result, isError: false }), 2_000),
        ...(isUnanswered(result) ? { state: "none" as const } : {}),
      });
    }
    output.answer(printable(resultText(result)) + "\n");
    return exitStatus;
  });
}
