/**
 * One arrow as an element, with text for screen readers.
 *
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./lanes.js").Lanes} Lanes
 * @typedef {import("./render_page.ts").PageData} PageData
 * @typedef {import("./render_page.ts").PageData["words"]} Words
 */
import { element, unseen } from "./dom.js";
import { methodOf } from "./filter.js";
import { isCancelled, isEventStream, isFailed, isLookInVain } from "./moments.js";
import { fill, took } from "./numbers.js";

/** The method of a message that the server sends unsolicited. */
const NOTIFICATION = /^\{(?:"jsonrpc":"2\.0",|"id":[^,]*,)*"method":"([\w/-]+)"/;

/**
 * @param {Moment} moment
 * @param {Lanes} lanes
 * @param {Pick<PageData, "words" | "explanations">} data
 */
export function drawArrow(moment, lanes, data) {
  const [from, to] = lanes.ends(moment);
  const { chip, name, about, tool, gist, time } = said(moment, data.words);
  const hint = gist ? "" : hintOf(moment, name, data.explanations);
  const arrow = element(
    "span",
    `arrow ${moment.kind} ${from < to ? "right" : "left"} ${tone(moment)}${time ? " timed" : ""}`,
  );
  arrow.style.setProperty("--start", String(Math.min(from, to)));
  arrow.style.setProperty("--span", String(Math.abs(to - from)));
  const label = element("span", "label", undefined, [
    chip === undefined ? undefined : element("span", "chip", chip),
    name ? element("span", "name", name) : undefined,
    about ? element("span", "about", about) : undefined,
    tool ? element("span", "tool", tool) : undefined,
    gist ? element("span", "gist", gist) : undefined,
    hint ? element("span", "gist hint", hint) : undefined,
  ]);
  arrow.append(unseen(`${lanes.names[from]} → ${lanes.names[to]}: `), label, element("span", "line"));
  if (time) arrow.append(element("span", "took", time));
  return arrow;
}

/**
 * What an arrow is for, if it has no text of its own.
 *
 * @param {Moment} moment
 * @param {string | undefined} name
 * @param {PageData["explanations"]} explanations
 */
function hintOf({ kind, exchange, event }, name, explanations) {
  const { parts } = exchange;
  const answered = isOpening(kind, exchange) ? undefined : parts?.failure;
  const step = kind === "request"
    ? exchange.step
    : kind === "event"
    ? event?.step
    : answered ?? parts?.answered.at(-1);
  if (step === undefined || kind === "end") return "";
  const title = explanations[step]?.title ?? "";
  // The title may begin with the name that is already shown.
  const [, beginning, rest] = title.match(/^(.+?)(?:\s?:|,) (.+)$/s) ?? [];
  return rest !== undefined && [name, String(exchange.status)].includes(beginning) ? rest : title;
}

/**
 * The beginning of a stream is not a failure, even if its events are. @param {Moment["kind"]} kind
 * @param {Moment["exchange"]} exchange
 */
function isOpening(kind, exchange) {
  return kind === "response" && isEventStream(exchange) && (exchange.status ?? 0) < 400;
}

/**
 * The colour: the era's, the model's, or that of failures.
 *
 * @param {Moment} moment
 */
function tone({ kind, exchange, event }) {
  if (kind === "question" || kind === "answer") return "you";
  const isBad = kind === "response" && !isOpening(kind, exchange) && isFailed(exchange);
  const hasBroken = kind === "failure" && !isLookInVain(exchange);
  if (hasBroken || event?.isWrong || isBad) return "bad";
  return exchange.peer === "model" ? "model" : `era-${exchange.era ?? "none"}`;
}

/**
 * The text on an arrow.
 *
 * @param {Moment} moment
 * @param {Words} words
 * @returns {{ chip?: string, name?: string, about?: string | undefined, tool?: string | undefined, gist?: string | undefined, time?: string }}
 */
function said({ kind, exchange, event, text }, words) {
  switch (kind) {
    case "question":
      return { gist: text };
    case "answer":
      return { gist: exchange.parts?.says };
    case "request": {
      const isAnswer = exchange.step === "answer_to_server";
      const name = isAnswer ? words.answerToServer : methodOf(exchange);
      const tool = exchange.rpc?.tool;
      const asks = exchange.parts?.asks ?? "";
      const gist = tool && asks.startsWith(`${tool} `) ? asks.slice(tool.length + 1) : asks;
      const isAgain = exchange.step === "tools_call_again";
      return { name, ...isAgain ? { chip: words.again } : {}, tool, gist };
    }
    case "response": {
      const asksBack = exchange.parts?.answered.includes("input_required");
      const chip = asksBack ? `${exchange.status} ${words.asksBack}` : String(exchange.status);
      if (isEventStream(exchange) && exchange.peer !== "model") return { chip, name: words.streamOpens };
      const time = exchange.ms === undefined ? "" : took(exchange.ms);
      return { chip, gist: exchange.parts?.says, time };
    }
    case "event":
      return { ...eventSaid(event, words), time: took(event?.ms ?? 0) };
    case "end":
      return {
        name: isCancelled(exchange) ? words.clientCancels : words.streamEnds,
        time: took(exchange.ms ?? 0),
      };
    case "failure": {
      const time = took(exchange.ms ?? 0);
      return isLookInVain(exchange) ? { time } : { chip: "✕", gist: exchange.failure, time };
    }
  }
}

/**
 * @param {import("./parts.ts").PageStreamEvent | undefined} event
 * @param {Words} words
 */
function eventSaid(event, words) {
  const name = event?.data.match(NOTIFICATION)?.[1] ?? event?.event ?? "";
  const about = event?.answers === undefined ? undefined : fill(words.answers, { id: event.answers });
  return { name, about, gist: event?.gist };
}
