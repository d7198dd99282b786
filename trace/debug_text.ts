/**
 * The `--debug` sink: every exchange as a numbered step, what was sent and what came back.
 *
 * @module
 */
import type { Messages } from "../cli/messages/en.ts";
import { type Output, printable } from "../cli/terminal.ts";
import type { RecordedRequest, TraceSink } from "./exchange.ts";

/** Bodies are shown up to this many characters. */
const SHOWN = 1_000;

/** Headers worth a learner's look; the rest is plumbing. */
const SHOWN_HEADERS = [
  "authorization",
  "content-type",
  "mcp-session-id",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "www-authenticate",
  "last-event-id",
  "location",
];

/** Makes a sink that writes to `output`'s notes. Lines of one step begin with its number. */
export function debugText(output: Output, messages: Messages): TraceSink {
  const { debug } = messages;
  const say = (request: RecordedRequest, text: string) =>
    output.note(`${output.style("dim", `[${request.id}]`)} ${text}`);
  const body = (request: RecordedRequest, text: string) => {
    if (text === "") return;
    const clean = printable(text).replaceAll("\n", " ");
    const more = clean.length > SHOWN ? debug.more(clean.length - SHOWN) : "";
    say(request, output.style("dim", `    ${clean.slice(0, SHOWN)}${more}`));
  };
  const headers = (request: RecordedRequest, all: Readonly<Record<string, string>>) => {
    const shown = SHOWN_HEADERS.filter((name) => all[name] !== undefined).map((name) =>
      `${name}: ${all[name]}`
    );
    if (shown.length > 0) say(request, output.style("dim", `    ${printable(shown.join("   "))}`));
  };
  return (event) => {
    const { request } = event;
    const ms = "ms" in event ? Math.round(event.ms) : 0;
    switch (event.kind) {
      case "request":
        output.note("");
        say(request, output.style("bold", debug.steps[stepOf(request)]!));
        say(
          request,
          output.style(
            "cyan",
            `→ ${debug.peers[request.peer]}   ${request.method} ${printable(request.url)}`,
          ),
        );
        headers(request, request.headers);
        body(request, request.body);
        break;
      case "response": {
        const colour = event.status < 400 ? "green" : "red";
        say(
          request,
          output.style(colour, `← ${debug.peers[request.peer]}   ${debug.answered(event.status, ms)}`),
        );
        headers(request, event.headers);
        break;
      }
      case "event":
        // A model's stream has hundreds of them; the answer itself shows what they say.
        if (request.peer === "model") break;
        say(request, output.style("green", `← ${debug.event(printable(event.event), ms)}`));
        body(request, event.data);
        break;
      case "end":
        body(request, event.body);
        break;
      case "failure":
        say(request, output.style("red", `← ${debug.failed(printable(event.message), ms)}`));
    }
  };
}

/** The kind of step that a request is, as a key of `messages.debug.steps`. */
export function stepOf({ peer, method, body, headers }: RecordedRequest): string {
  if (peer === "model") return /"role":"tool"/.test(body) ? "results" : "question";
  if (method === "GET") {
    return headers["mcp-session-id"] || headers["mcp-protocol-version"] ? "stream_2025" : "stream_2024";
  }
  if (method === "DELETE") return "end_session";
  const rpcMethod = body.match(/"method":"([^"]+)"/)?.[1] ?? "";
  return STEPS.has(rpcMethod) ? rpcMethod : "other";
}

const STEPS = new Set([
  "server/discover",
  "initialize",
  "notifications/initialized",
  "tools/list",
  "tools/call",
  "ping",
]);
