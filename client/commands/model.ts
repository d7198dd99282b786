/**
 * The command `model`: the offline model as an OpenAI-compatible endpoint, with the quirks of real ones if wanted.
 *
 * @module
 */
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import { listenError } from "../../cli/listen_error.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine } from "../../cli/printable.ts";
import { listOf, namesIn } from "../../cli/named_list.ts";
import { QUIRK_NAMES } from "../../cli/quirk_names.ts";
import type { ModelServerSettings } from "../../cli/settings.ts";
import { createQuirkEndpoint } from "../model/quirks/endpoint.ts";
import { NAMED_QUIRKS } from "../model/quirks/named.ts";

/** What the command needs besides its settings. */
export interface ModelServerContext {
  readonly messages: Messages;
  readonly output: Output;
  /** The command that starts this program, for the line to type in the other terminal. */
  readonly program: string;
  /** Resolves when the user or the system asks the endpoint to stop. */
  readonly stopAsked: Promise<unknown>;
}

/** Other machines have no business here: it needs no key. */
const HOST = "127.0.0.1";

/**
 * Serves until `stopAsked` resolves; with `--quirk list` it prints the quirks instead.
 *
 * @throws {UserError} for a quirk that does not exist, and a port that cannot be listened on
 */
export async function model(
  { port, quirks }: ModelServerSettings,
  { messages, output, program, stopAsked }: ModelServerContext,
): Promise<ExitStatus> {
  const { model: text, quirks: meanings } = messages;
  const chosen = namesIn(quirks, QUIRK_NAMES, "unknown_quirk");
  if (chosen === "list") {
    output.answer(listOf(QUIRK_NAMES, meanings));
    return EXIT.answered;
  }
  const endpoint = createQuirkEndpoint(chosen.map((name) => NAMED_QUIRKS[name]), (method, path, status) => {
    output.note(`${method} ${oneLine(path)} ${status}`);
  });
  const stop = new AbortController();
  const server = listening(port, stop.signal, endpoint);
  const url = `http://localhost:${server.addr.port}/v1`;
  output.note(output.style("bold", text.ready(url)));
  for (const name of chosen) output.note(`  ${name}: ${meanings[name]}`);
  output.note("");
  output.note(messages.serve.otherTerminal);
  output.note(`  API_URL=${url} API_KEY=any ${program} ask "${messages.serve.exampleQuestion}"`);
  output.note(output.style("dim", text.stop));
  await stopAsked;
  stop.abort();
  await server.finished;
  output.note(messages.serve.stopped);
  return EXIT.answered;
}

function listening(
  port: number,
  signal: AbortSignal,
  endpoint: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: HOST, port, signal, onListen: () => {} }, endpoint);
  } catch (error) {
    throw listenError(error, { hostname: HOST, port });
  }
}
