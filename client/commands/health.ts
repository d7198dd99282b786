/**
 * The command `health`: checks whether a server is up. A container's health check runs it, since the image has no
 * curl.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { essenceOf } from "../../lib/media_type.ts";
import { networkFailure } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { HealthSettings } from "../../cli/settings.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";

/** What {@linkcode health} needs from the process. */
export interface HealthContext {
  /** The text of the answer. */
  readonly messages: Messages;
  /** Writes the answer. */
  readonly output: Output;
  /** Makes the request. */
  readonly fetch: Fetch;
  /** Ends the request: aborted by a timeout, or with a {@linkcode UserError} to show as its reason. */
  readonly signal: AbortSignal;
}

/**
 * Requests `/healthz`, which needs no key.
 *
 * @throws a {@linkcode UserError} when the server is not up or is not ours
 */
export async function health({ server }: HealthSettings, context: HealthContext): Promise<ExitStatus> {
  const { fetch, messages, output, signal } = context;
  const url = new URL("/healthz", server);
  let answer: Response;
  try {
    answer = await fetch(url, { redirect: "manual", signal });
    await answer.body?.cancel();
  } catch (error) {
    if (signal.reason instanceof UserError) throw signal.reason;
    const code = signal.aborted ? "mcp_silent" : "mcp_unreachable";
    throw new UserError(code, { url: url.href, ...networkFailure(error) });
  }
  // Many web servers answer any path with a page.
  const type = essenceOf(answer.headers.get("content-type"));
  if (answer.status !== 200 || type !== "application/json") {
    const detail = oneLine(`HTTP ${answer.status}, ${type || "no content type"}`);
    throw new UserError("not_an_mcp_server", { url: url.href, detail });
  }
  output.answer(`${messages.health.up(server.href)}\n`);
  return EXIT.answered;
}
