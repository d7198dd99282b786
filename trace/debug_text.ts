/**
 * The `--debug` sink: every exchange as a numbered step, what was sent and what came back.
 *
 * @module
 */
import { oneLine, printable } from "../cli/terminal.ts";
import type { Peer, RecordedRequest, TraceSink } from "./exchange.ts";

/** Where the text goes. */
export interface DebugOutput {
  /** Shows one line. */
  note(line: string): void;
  /** The text in a style, or plain where styles are off. */
  style(kind: "bold" | "dim" | "red" | "green" | "cyan", text: string): string;
}

/** The words of the text, in the person's language. */
export interface DebugWords {
  /** A title for each kind of step that {@linkcode stepOf} knows. */
  readonly steps: Readonly<Record<string, string>>;
  /** Who answers. */
  readonly peers: Readonly<Record<Peer, string>>;
  /** An HTTP status and the milliseconds that it took. */
  readonly answered: (status: number, ms: number) => string;
  /** A request that got no answer. */
  readonly failed: (message: string, ms: number) => string;
  /** A server-sent event, by its name. */
  readonly event: (name: string, ms: number) => string;
  /** How many characters of a body are not shown. */
  readonly more: (characters: number) => string;
}

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

/** The steps of a run, numbered as they begin. */
export interface DebugText {
  /** Shows what is recorded. Lines that belong to one exchange begin with its number. */
  readonly sink: TraceSink;
  /** A step that is no exchange: a title alone. */
  step(title: string): void;
}

/** Makes a debug text that writes to `output`'s notes. */
export function createDebugText(output: DebugOutput, words: DebugWords): DebugText {
  const numbers = new Map<number, number>();
  const deltas = new Map<number, string>();
  let count = 0;
  const say = (number: number, text: string) => output.note(`${output.style("dim", `[${number}]`)} ${text}`);
  const detail = (number: number, text: string) => say(number, output.style("dim", `    ${text}`));
  const body = (number: number, text: string) => {
    if (text === "") return;
    const clean = printable(text).replaceAll("\n", " ");
    detail(number, clean.slice(0, SHOWN) + (clean.length > SHOWN ? words.more(clean.length - SHOWN) : ""));
  };
  const headers = (number: number, all: Readonly<Record<string, string>>) => {
    const shown = SHOWN_HEADERS.filter((name) => all[name] !== undefined).map((name) =>
      `${name}: ${all[name]}`
    );
    if (shown.length > 0) detail(number, printable(shown.join("   ")));
  };
  const step = (title: string) => {
    output.note("");
    say(++count, output.style("bold", title));
    return count;
  };
  return {
    step,
    sink(event) {
      const { request } = event;
      const peer = words.peers[request.peer];
      if (event.kind === "request") {
        const number = step(words.steps[stepOf(request)]!);
        numbers.set(request.id, number);
        say(number, output.style("cyan", `→ ${peer}   ${request.method} ${printable(request.url)}`));
        headers(number, request.headers);
        body(number, request.body);
        return;
      }
      const number = numbers.get(request.id)!;
      const ms = Math.round(event.ms);
      switch (event.kind) {
        case "response":
          say(
            number,
            output.style(
              event.status < 400 ? "green" : "red",
              `← ${peer}   ${words.answered(event.status, ms)}`,
            ),
          );
          headers(number, event.headers);
          break;
        case "event":
          // A model's stream has hundreds of them: their deltas are shown together, at the end.
          if (request.peer === "model") {
            deltas.set(request.id, (deltas.get(request.id) ?? "") + deltaOf(event.data));
            break;
          }
          say(number, output.style("green", `← ${peer}   ${words.event(printable(event.event), ms)}`));
          body(number, event.data);
          break;
        case "end":
          body(number, deltas.get(request.id) ?? event.body);
          deltas.delete(request.id);
          break;
        case "failure":
          say(number, output.style("red", `← ${peer}   ${words.failed(oneLine(event.message), ms)}`));
      }
    },
  };
}

/** The kind of step that a request is, as a key of `steps` in {@linkcode DebugWords}. */
export function stepOf({ peer, method, body, headers }: RecordedRequest): string {
  if (peer === "model") return /"role":"tool"/.test(body) ? "results" : "question";
  if (method === "GET") {
    return headers["mcp-session-id"] || headers["mcp-protocol-version"] ? "stream_2025" : "stream_2024";
  }
  if (method === "DELETE") return "end_session";
  const rpcMethod = headers["mcp-method"] ?? methodOf(body);
  return STEPS.has(rpcMethod) ? rpcMethod : "other";
}

const STEPS = new Set([
  "server/discover",
  "initialize",
  "notifications/initialized",
  "tools/list",
  "tools/call",
  "subscriptions/listen",
  "ping",
]);

function methodOf(body: string): string {
  try {
    return String(JSON.parse(body)?.method ?? "");
  } catch {
    return body.match(/"method":"([^"]+)"/)?.[1] ?? "";
  }
}

/** What a chunk of a streamed chat completion adds, as JSON; `""` where it adds nothing. */
function deltaOf(data: string): string {
  try {
    const delta = JSON.parse(data)?.choices?.[0]?.delta;
    const says = delta && (delta.content || delta.tool_calls || delta.reasoning_content);
    return says ? JSON.stringify(delta) : "";
  } catch {
    return "";
  }
}
