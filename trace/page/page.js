/**
 * The wire view. It observes and calls nothing but the record.
 *
 * @typedef {import("../exchange.ts").Exchange} Exchange
 * @typedef {import("../exchange.ts").TraceEvent} TraceEvent
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./render_page.ts").PageData} PageData
 */
import { createDiagram } from "./diagram.js";
import { byId, element } from "./dom.js";
import { choicesOf, passes } from "./filter.js";
import { createStore } from "./fold.js";
import { lanesOf } from "./lanes.js";
import { watch } from "./live.js";
import { inOrder, isFailed, momentsOfEvent } from "./moments.js";
import { count, fill } from "./numbers.js";
import { createPanel } from "./panel.js";

/** As many exchanges are kept; a file's are all kept. */
const MOST_EXCHANGES = 1_000;

/** As many arrows wait for the next frame, which a page in the background does not get. */
const MOST_PENDING = 2_000;

/** @type {PageData} */
const data = JSON.parse(byId("wire-data", "script").textContent ?? "");
const { words, explanations } = data;
const isLive = data.exchanges === undefined;
const narrow = matchMedia("(max-width: 40rem)");

const store = createStore(data.exchanges?.length ?? MOST_EXCHANGES);
const filter = { session: "", method: "", failures: false };
/** @type {number | undefined} */
let chosen;
/** What was kept when the page was paused. @type {Map<number, Exchange> | undefined} */
let frozen;
let missed = 0;
let isFrameAsked = false;
let mustRedraw = true;
/** @type {{ moment: Moment, exchange: Exchange }[]} */
let pending = [];
/** @type {Set<number>} */
let changed = new Set();
let choices = "";
let state = "";

const panel = createPanel(words, explanations, () => {
  const last = chosen;
  chosen = undefined;
  diagram.choose(undefined);
  diagram.focus(last);
});
const diagram = createDiagram(words, (id) => {
  const exchange = kept().get(id);
  if (!exchange) return;
  chosen = id;
  diagram.choose(id);
  panel.show(exchange, true);
});
let lanes = lanesOf([], { words, withYou: false, narrow: narrow.matches });

function askFrame() {
  if (isFrameAsked) return;
  isFrameAsked = true;
  requestAnimationFrame(() => {
    isFrameAsked = false;
    draw();
  });
}

function kept() {
  return frozen ?? store.exchanges;
}

function draw() {
  drawState();
  if (frozen && !mustRedraw) return;
  const atEnd = isAtEnd();
  drawChoices();
  if (mustRedraw || pending.some(({ exchange }) => !lanes.knows(exchange))) redraw();
  else diagram.append(pending.filter(({ exchange }) => shown(exchange)).map(({ moment }) => moment), lanes);
  for (const id of changed) {
    const exchange = kept().get(id);
    if (!exchange) continue;
    diagram.refresh(exchange);
    if (id === chosen) panel.show(exchange, false);
  }
  pending = [];
  changed = new Set();
  byId("empty", "div").hidden = kept().size > 0;
  byId("filtered", "p").hidden = diagram.size > 0 || kept().size === 0;
  if (atEnd && isLive) scrollToEnd();
}

function redraw() {
  mustRedraw = false;
  const all = [...kept().values()];
  lanes = lanesOf(all, { words, withYou: data.question !== undefined, narrow: narrow.matches });
  diagram.replace(withPerson(inOrder(all.filter(shown))), lanes);
  diagram.choose(chosen);
}

/** @param {Exchange} exchange */
function shown(exchange) {
  return passes(exchange, filter);
}

/**
 * The question before everything, the answer after it, in a recorded run.
 *
 * @param {Moment[]} moments
 * @returns {Moment[]}
 */
function withPerson(moments) {
  const [first, last] = [moments[0], moments.at(-1)];
  if (!first || !last || data.question === undefined) return moments;
  /** @param {"question" | "answer"} kind @param {Moment} beside @param {string} text @returns {Moment} */
  const said = (kind, { at, exchange }, text) => (
    { kind, at, exchange, event: { ms: 0, event: kind, data: text } }
  );
  return [
    said("question", first, data.question),
    ...moments,
    ...(data.answer === undefined ? [] : [said("answer", last, data.answer)]),
  ];
}

function drawState() {
  byId("state", "p").textContent = frozen ? fill(words.paused, { n: count(missed) }) : state;
  byId("count", "span").textContent = fill(words.count, { n: count(kept().size) });
}

function drawChoices() {
  const { sessions, methods } = choicesOf(kept().values());
  const found = JSON.stringify([sessions, methods]);
  if (found === choices) return;
  choices = found;
  fillSelect("session", sessions);
  fillSelect("method", methods);
}

/** @param {"session" | "method"} name @param {readonly string[]} values */
function fillSelect(name, values) {
  const select = byId(name, "select");
  // A choice that is no longer there stays chosen: what is shown must not change by itself.
  const all = filter[name] === "" || values.includes(filter[name]) ? values : [...values, filter[name]];
  const options = [element("option", "", words.all), ...all.map((value) => element("option", "", value))];
  for (const [index, option] of options.entries()) option.value = index === 0 ? "" : option.text;
  select.replaceChildren(...options);
  select.value = filter[name];
}

function isAtEnd() {
  const diagram = byId("diagram", "section");
  return diagram.scrollHeight - diagram.scrollTop - diagram.clientHeight < 48;
}

function scrollToEnd() {
  const diagram = byId("diagram", "section");
  diagram.scrollTop = diagram.scrollHeight;
}

/** @param {TraceEvent} event */
function take(event) {
  const exchange = store.take(event);
  if (!exchange) return;
  if (frozen) {
    if (event.kind === "request") missed++;
    return askFrame();
  }
  // Told whole, its arrows may belong between others that are there already.
  if (event.kind === "request" && exchange.status !== undefined) mustRedraw = true;
  for (const moment of momentsOfEvent(exchange, event)) pending.push({ moment, exchange });
  if (filter.failures && isFailed(exchange)) mustRedraw = true;
  if (event.kind === "response" && event.session !== undefined) mustRedraw ||= filter.session !== "";
  if (pending.length > MOST_PENDING) {
    pending = pending.slice(-MOST_PENDING / 2);
    mustRedraw = true;
  }
  changed.add(exchange.id);
  if (changed.size > MOST_PENDING) changed = new Set();
  askFrame();
}

function listen() {
  const refilter = () => {
    filter.session = byId("session", "select").value;
    filter.method = byId("method", "select").value;
    filter.failures = byId("failures", "input").checked;
    mustRedraw = true;
    askFrame();
  };
  for (const id of ["session", "method", "failures"]) {
    document.getElementById(id)?.addEventListener("change", refilter);
  }
  narrow.addEventListener("change", refilter);
  byId("filters", "form").addEventListener("submit", (event) => event.preventDefault());
  const pause = byId("pause", "button");
  pause.hidden = !isLive;
  pause.addEventListener("click", () => {
    frozen = frozen ? undefined : new Map(store.exchanges);
    missed = 0;
    mustRedraw = true;
    pause.textContent = frozen ? words.resume : words.pause;
    byId("state", "p").classList.toggle("is-paused", frozen !== undefined);
    askFrame();
  });
  const clear = byId("clear", "button");
  clear.hidden = !isLive;
  clear.addEventListener("click", reset);
  byId("save", "button").addEventListener("click", save);
}

function reset() {
  store.exchanges.clear();
  frozen?.clear();
  missed = 0;
  pending = [];
  panel.close();
  mustRedraw = true;
  askFrame();
}

/** Saves what passes the filters, one exchange a line. */
function save() {
  const lines = [...kept().values()].filter(shown).map((exchange) => `${JSON.stringify(exchange)}\n`);
  const link = element("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  link.download = "wire.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** @param {boolean} wasWrong @returns {Promise<string>} */
function askKey(wasWrong) {
  const form = byId("key-form", "form");
  const input = byId("key", "input");
  byId("key-wrong", "p").hidden = !wasWrong;
  form.hidden = false;
  input.focus();
  return new Promise((resolve) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const key = input.value.trim();
      input.value = "";
      form.hidden = true;
      resolve(key);
    }, { once: true });
  });
}

/** @param {string} text @param {"live" | "lost" | "quiet"} kind */
function tell(text, kind) {
  state = text;
  byId("state", "p").dataset.kind = kind;
  askFrame();
}

listen();
for (const exchange of data.exchanges ?? []) store.take({ kind: "request", exchange });
if (isLive) {
  tell(words.connecting, "quiet");
  void watch({
    onOpen() {
      reset();
      tell(words.live, "live");
    },
    onEvent: take,
    onLost: () => tell(words.lost, "lost"),
    askKey,
    onRefused: (reason) => tell(fill(words.notAllowed, { reason }), "lost"),
  });
} else {
  tell("", "quiet");
}
