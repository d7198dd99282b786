/**
 * How a failure reaches the user who ran a command.
 *
 * @module
 */
import { asUserError } from "./errors.ts";
import { explainError } from "./explain_error.ts";
import type { ExitStatus } from "./exit_status.ts";
import type { Messages } from "./messages/messages.ts";
import type { Environment } from "./settings.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

/** What a report needs to know about its process. */
export interface ReportContext {
  /** The words, in the user's language. */
  readonly messages: Messages;
  /** Writes the report. */
  readonly output: Output;
  /** The command line, without the program. */
  readonly args: readonly string[];
  /** The variables, `.env` included. */
  readonly environment: Environment;
  /** Removes `secrets` from `text`. */
  readonly redact: (text: string, secrets: readonly (string | undefined)[]) => Promise<string>;
}

/** Reports the error and its fix, and with `--debug` its stack trace. */
export async function report(error: unknown, context: ReportContext): Promise<ExitStatus> {
  const { messages, output, args } = context;
  const shown = asUserError(error);
  const { title, fix } = explainError(shown, messages);
  output.note(output.style("red", printable(messages.errorLine(shown.code, shown.exitStatus, title))));
  if (shown.code !== "interrupted") output.note(printable(messages.fixLine(fix)));
  if (args.some((arg) => /^--debug(=wire)?$/.test(arg)) && shown.cause instanceof Error) {
    const stack = await context.redact(printable(shown.cause.stack ?? ""), keysOf(context));
    output.note(output.style("dim", stack));
  }
  return shown.exitStatus;
}

/** A stack may contain a peer's message, which may contain a key. */
function keysOf({ args, environment }: ReportContext): (string | undefined)[] {
  const variables = ["API_KEY", "OPENAI_API_KEY", "MCP_SERVER_AUTH_KEY"];
  const given = args.filter((_, index) => args[index - 1] === "--auth-key");
  return [...variables.map((name) => environment[name]), ...given];
}
