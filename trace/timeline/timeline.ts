/**
 * The explained timeline in a terminal: every exchange is a numbered step, shown as it happens.
 *
 * @module
 */
import { oneLine, printable } from "../../cli/printable.ts";
import { answerOf, endParts, headParts, isLookInVain } from "../steps/answer_step.ts";
import { type Exchange, foldExchange, type TraceEvent, type TraceSink } from "../exchange.ts";
import { explain, isFailure } from "../explain/explanation.ts";
import { wordsIn } from "../explain/words.ts";
import { mayBeOlder } from "../steps/failure_step.ts";
import { createClock } from "./clock.ts";
import { createRevisions } from "./revisions.ts";
import { answerSummary, eventSummary, requestSummary } from "../steps/summary.ts";
import { drawArrow, type Lane, laneNames, LANES_WIDTH } from "./lanes.ts";
import { prettyBody } from "./pretty_json.ts";
import { requestParts } from "../steps/request_step.ts";
import type { StepKind } from "../step_kind.ts";
import { wrap } from "../../lib/wrap.ts";

/** The output of a timeline. */
export interface TimelineOutput {
  /** Prints one line. */
  note(line: string): void;
  /** The text in a style, or plain if styles are off. */
  style(kind: "bold" | "dim" | "red" | "green" | "cyan", text: string): string;
  /** The width in characters, if it is a terminal. */
  readonly terminal?: { width(): number };
}

/** The options of a timeline. */
export interface TimelineOptions {
  /** The output to write to. */
  readonly output: TimelineOutput;
  /** The language of the explanations. */
  readonly language: "en" | "fr";
  /** `wire` adds headers and bodies. */
  readonly detail: "steps" | "wire";
}

/** The length of lines without a terminal. */
const PLAIN_WIDTH = 100;

/** Below this width, no arrows are drawn. */
const LANES_FROM = 76;

/** Headers in which a library describes itself. */
const PLUMBING = /^x-stainless-/;

/** The maximum number of lines shown of a body. */
const BODY_LINES = 60;

const INDENT = "    ";
const BULLET = "• ";
const plain = (line: string, _index: number) => line;

/** Creates a sink that shows events as they happen; each kind of step is explained once. */
export function createTimeline({ output, language, detail }: TimelineOptions): TraceSink {
  const words = wordsIn(language);
  const open = new Map<number, Exchange>();
  const explained = new Set<StepKind>();
  const origins = new Set<string>();
  const { style } = output;
  const clock = createClock();
  const revisions = createRevisions();
  let hasNames = false;
  let hasIntro = false;
  let lastId: number | undefined;

  const width = () => output.terminal?.width() ?? PLAIN_WIDTH;
  const hasLanes = () => output.terminal !== undefined && width() >= LANES_FROM;
  /** A line of another step than the previous one begins with its number. */
  const mark = (id: number) => {
    const isOther = id !== lastId;
    lastId = id;
    return isOther ? `${id}`.padStart(2) + "  " : INDENT;
  };

  /** Lines of text under a step, the first behind `bullet`. */
  const tell = (text: string, paint = plain, bullet = "  ") => {
    const lines = wrap(text, Math.min(width(), PLAIN_WIDTH) - INDENT.length - 2);
    lines.forEach((line, index) => output.note(INDENT + (index === 0 ? bullet : "  ") + paint(line, index)));
  };
  /** One message: its text, and its arrow if there is room. */
  const message = (
    id: number,
    path: readonly Lane[],
    kind: "cyan" | "green" | "red",
    said: string,
    arrived = true,
  ) => {
    const start = mark(id);
    const drawn = hasLanes() ? LANES_WIDTH + 1 : 0;
    wrap(said, width() - INDENT.length - drawn).forEach((line, index) => {
      const arrow = drawn === 0 ? "" : drawArrow(index === 0 ? path : [], arrived) + " ";
      output.note((index === 0 ? start : INDENT) + style(kind, arrow + line));
    });
  };
  const explanation = (step: StepKind, exchange: Exchange, hasTitle: boolean) => {
    const { title, text, breaks, spec } = explain(step, language, ...revisions.of(exchange));
    const isNew = !explained.has(step);
    explained.add(step);
    if (hasTitle) tell(title, (line) => style("bold", line), BULLET);
    if (!isNew) return;
    tell(text, plain, hasTitle ? "  " : BULLET);
    tell(isFailure(step) ? words.fixes(breaks) : words.breaks(breaks));
    // An address is not wrapped, so that a terminal can open it.
    output.note(`${INDENT}  ${style("dim", words.spec(spec))}`);
  };
  const body = (text: string) => {
    if (detail !== "wire" || text === "") return;
    const lines = prettyBody(text, style, output.terminal ? width() - INDENT.length - 2 : Infinity);
    for (const line of lines.slice(0, BODY_LINES)) output.note(`${INDENT}  ${line}`);
    if (lines.length > BODY_LINES) {
      tell(words.moreLines(lines.length - BODY_LINES), (line) => style("dim", line));
    }
  };
  const headers = (all: Readonly<Record<string, string>> = {}) => {
    if (detail !== "wire") return;
    for (const [name, value] of Object.entries(all)) {
      if (PLUMBING.test(name)) continue;
      output.note(`${INDENT}  ${style("cyan", printable(name))}: ${oneLine(value, 500)}`);
    }
  };
  const gist = (text: string) => {
    if (detail === "steps" && text !== "") tell(text, (line) => style("bold", line));
  };

  const showIntro = ({ client }: Exchange) => {
    hasIntro = true;
    const text = client === "mcpdemo" ? `${words.intro} ${words.parts}` : words.intro;
    for (const line of wrap(text, Math.min(width(), PLAIN_WIDTH))) output.note(style("dim", line));
  };
  const showRequest = (exchange: Exchange) => {
    const { id, step, cause } = exchange;
    output.note("");
    if (hasLanes() && !hasNames) {
      hasNames = true;
      output.note(INDENT + style("dim", laneNames({ mcpdemo: "mcpdemo", ...words.lanes })));
    }
    const because = cause === undefined ? "" : words.because(`${cause}`);
    const start = mark(id);
    wrap(explain(step, language).title + because, width() - INDENT.length)
      .forEach((line, index) => output.note((index === 0 ? start : INDENT) + style("bold", line)));
    const { origin, what } = placeOf(exchange);
    const isNew = !origins.has(origin);
    origins.add(origin);
    const isFirst = step === "model_question";
    message(
      id,
      isFirst ? ["you", "mcpdemo", "model"] : pathTo(exchange),
      "cyan",
      clock.at(exchange) +
        words.asks(oneLine(exchange.client), exchange.peer === "model", what, isNew ? origin : undefined),
    );
    headers(exchange.requestHeaders);
    body(exchange.requestBody);
    gist(requestSummary(exchange));
    explanation(step, exchange, false);
    for (const part of requestParts(exchange)) if (!explained.has(part)) explanation(part, exchange, true);
  };
  const showResponse = (exchange: Exchange, ms: number) => {
    const { id, status = 0, peer } = exchange;
    const said = clock.at(exchange, ms) + words.answers(peer === "model", status);
    message(id, [...pathTo(exchange)].reverse(), colourOf(exchange), said);
    headers(exchange.responseHeaders);
    for (const part of headParts(exchange)) if (!explained.has(part)) explanation(part, exchange, true);
  };
  const showEvent = (exchange: Exchange, event: TraceEvent & { kind: "event" }) => {
    if (exchange.peer === "model") return;
    revisions.hear(exchange, event.data);
    const { step = "server_notification", answers } = event;
    const { title } = explain(step, language);
    const about = answers === undefined ? "" : words.answersStep(`${answers}`);
    message(
      exchange.id,
      [...pathTo(exchange)].reverse(),
      "green",
      clock.at(exchange, event.ms) + words.event(printable(event.event), `${exchange.id}`, title + about),
    );
    body(event.data);
    gist(eventSummary(event.event, event.data));
    explanation(step, exchange, false);
  };
  const showEnd = (exchange: Exchange, ms: number) => {
    revisions.hear(exchange, answerOf(exchange));
    const { id, peer, events, droppedEvents = 0, responseBody = "" } = exchange;
    const parts = endParts(exchange);
    if (peer === "model" && events.length > 0 && detail === "wire") {
      tell(words.chunks(events.length, droppedEvents), (line) => style("dim", line));
    }
    body(responseBody);
    if (detail === "wire") tell(words.size(exchange.responseBytes ?? 0), (line) => style("dim", line));
    const at = clock.at(exchange, ms);
    if (parts.includes("final_answer")) {
      message(id, ["model", "mcpdemo", "you"], "green", at + explain("final_answer", language).title);
    }
    if (parts.includes("closed_by_client") || parts.includes("session_stream_ended")) {
      message(id, pathTo(exchange), "cyan", at + explain(parts[0]!, language).title);
    }
    gist(answerSummary(exchange));
    for (const part of parts) explanation(part, exchange, !DRAWN.has(part));
  };
  /** One calm line: that no server is there is expected. */
  const showAbsent = (exchange: Exchange, ms: number, reason: string) => {
    output.note("");
    const start = mark(exchange.id);
    const { title } = explain("default_server_absent", language);
    const { origin } = placeOf(exchange);
    wrap(`${clock.at(exchange, ms)}${title} (${origin}: ${oneLine(reason)})`, width() - INDENT.length)
      .forEach((line, index) => output.note((index === 0 ? start : INDENT) + style("dim", line)));
  };
  const showFailure = (exchange: Exchange, ms: number, reason: string) => {
    if (isLookInVain(exchange)) return showAbsent(exchange, ms, reason);
    const said = clock.at(exchange, ms) + words.failed(exchange.peer === "model", oneLine(reason));
    message(exchange.id, pathTo(exchange), "red", said, exchange.status !== undefined);
    for (const part of endParts(exchange)) explanation(part, exchange, true);
  };

  return (event) => {
    const id = event.kind === "request" ? event.exchange.id : event.id;
    const exchange = foldExchange(open.get(id), event);
    if (!exchange) return;
    open.set(id, exchange);
    if (!hasIntro) showIntro(exchange);
    switch (event.kind) {
      case "request":
        // Whether anything is at that address shows only with its answer.
        if (exchange.lookup) return void clock.at(exchange);
        return showRequest(exchange);
      case "response":
        if (exchange.lookup) showRequest(exchange);
        return showResponse(exchange, event.ms);
      case "event":
        return showEvent(exchange, event);
      case "end":
        open.delete(id);
        return showEnd(exchange, event.ms);
      case "failure":
        open.delete(id);
        return showFailure(exchange, event.ms, event.message);
    }
  };
}

/** A step that has had its arrow, and a plain result, do not repeat their title. */
const DRAWN: ReadonlySet<StepKind> = new Set([
  "final_answer",
  "closed_by_client",
  "session_stream_ended",
  "result",
  "result_on_stream",
]);

function pathTo({ peer }: Exchange): readonly Lane[] {
  return ["mcpdemo", peer === "model" ? "model" : "server"];
}

/** An older server that refuses the probe is not an alarm. */
function colourOf(exchange: Exchange): "cyan" | "green" | "red" {
  const { status = 0 } = exchange;
  if (mayBeOlder(exchange)) return "cyan";
  return status < 400 ? "green" : "red";
}

/** Where a request goes to, and what it is there. */
function placeOf({ method, url }: Exchange): { readonly origin: string; readonly what: string } {
  const parsed = URL.parse(url);
  if (!parsed) return { origin: "", what: `${method} ${printable(url)}` };
  const { origin, pathname, search } = parsed;
  return { origin, what: `${printable(method)} ${printable(pathname + search)}` };
}
