/**
 * One arrow as an element, and its words for those who do not see it.
 *
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./lanes.js").Lanes} Lanes
 * @typedef {import("./words.ts").PageWords} Words
 */
import { element } from "./dom.js";
import { methodOf } from "./filter.js";
import { answerGist, parsed, requestGist } from "./gist.js";
import { isEventStream, isFailed } from "./moments.js";
import { took } from "./numbers.js";

/**
 * @param {Moment} moment
 * @param {Lanes} lanes
 * @param {Words} words
 */
export function drawArrow(moment, lanes, words) {
  const [from, to] = lanes.ends(moment);
  const { chip, name, tool, gist, time } = said(moment, words);
  const arrow = element("span", `arrow ${moment.kind} ${from < to ? "right" : "left"} ${tone(moment)}`);
  arrow.style.setProperty("--start", String(Math.min(from, to)));
  arrow.style.setProperty("--span", String(Math.abs(to - from)));
  const label = element("span", "label", undefined, [
    chip === undefined ? undefined : element("span", "chip", chip),
    name ? element("span", "name", name) : undefined,
    tool ? element("span", "tool", tool) : undefined,
    gist ? element("span", "gist", gist) : undefined,
  ]);
  arrow.append(label, element("span", "line"));
  if (time) arrow.append(element("span", "took", time));
  return arrow;
}

/**
 * The colour: the era's, the model's, or that of failures.
 *
 * @param {Moment} moment
 */
function tone({ kind, exchange }) {
  if (kind === "question" || kind === "answer") return "you";
  if (kind === "failure" || (kind === "response" && isFailed(exchange))) return "bad";
  return exchange.peer === "model" ? "model" : `era-${exchange.era ?? "none"}`;
}

/**
 * What stands on an arrow.
 *
 * @param {Moment} moment
 * @param {Words} words
 * @returns {{ chip?: string, name?: string, tool?: string | undefined, gist?: string | undefined, time?: string }}
 */
export function said({ kind, exchange, event }, words) {
  switch (kind) {
    case "question":
    case "answer":
      return { gist: event?.data };
    case "request": {
      const isAnswer = exchange.step === "answer_to_server";
      const name = isAnswer ? words.answerToServer : methodOf(exchange);
      const tool = exchange.rpc?.tool;
      return { name, tool, gist: requestGist(exchange) };
    }
    case "response": {
      const chip = String(exchange.status);
      if (isEventStream(exchange) && exchange.peer !== "model") return { chip, name: words.streamOpens };
      const time = exchange.ms === undefined ? "" : took(exchange.ms);
      return { chip, gist: answerGist(exchange.responseBody), time };
    }
    case "event":
      return { ...eventSaid(event?.event ?? "", event?.data), time: took(event?.ms ?? 0) };
    case "end":
      return { name: words.streamEnds, time: took(exchange.ms ?? 0) };
    case "failure":
      return { chip: "✕", gist: exchange.failure, time: took(exchange.ms ?? 0) };
  }
}

/**
 * @param {string} event
 * @param {string | undefined} data
 */
function eventSaid(event, data) {
  const message = parsed(data);
  const name = typeof message?.method === "string" ? message.method : event;
  const about = message?.id === undefined || message.method !== undefined ? undefined : `id ${message.id}`;
  return { name, tool: about, gist: answerGist(data) };
}
