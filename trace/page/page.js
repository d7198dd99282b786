/**
 * The wire view. It only observes, and requests nothing but the record.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./parts.ts").PageEvent} PageEvent
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./render_page.ts").PageData} PageData
 */
import { askKey, createControls, saveHar, saveLines } from "./controls.js";
import { createDiagram } from "./diagram.js";
import { byId } from "./dom.js";
import { passes } from "./filter.js";
import { createStore } from "./fold.js";
import { lanesOf } from "./lanes.js";
import { watch } from "./live.js";
import { inOrder, isFailed, momentsOfEvent } from "./moments.js";
import { count, fill } from "./numbers.js";
import { createPanel } from "./panel.js";

/** The maximum number of exchanges kept; a file's are all kept. */
const MOST_EXCHANGES = 1_000;

/**
 * The maximum number of arrows that wait for the next frame, which does not come while the page is
 * in the background.
 */
const MOST_PENDING = 2_000;

/** @type {PageData} */
const data = JSON.parse(byId("wire-data", "script").textContent ?? "");
const { words } = data;
const isLive = data.exchanges === undefined;
const narrow = matchMedia("(max-width: 40rem)");
const scroller = byId("diagram", "section");
const stateLine = byId("state", "p");

const store = createStore(data.exchanges?.length ?? MOST_EXCHANGES);
const filter = { session: "", method: "", failures: false };
/** The exchanges at the time when the page was paused. @type {Map<number, Exchange> | undefined} */
let frozen;
let missed = 0;
/** The exchange that is open in the panel. @type {number | undefined} */
let chosen;
let state = "";
let isOpen = !isLive;
let isFrameAsked = false;
let mustRedraw = true;
/** @type {{ moment: Moment, exchange: Exchange }[]} */
let pending = [];
/** @type {Set<number>} */
const changed = new Set();
let lanes = lanesOf([], { words, narrow: narrow.matches });

const panel = createPanel(data, {
  onClosed() {
    const last = chosen;
    chosen = undefined;
    diagram.choose(undefined);
    diagram.focus(last);
  },
  onStep(by) {
    const next = diagram.beside(chosen, by);
    if (next !== undefined) open(next);
  },
});
const diagram = createDiagram(data, open);

/** Opens an exchange in the panel. @param {number} id */
function open(id) {
  const exchange = kept().get(id);
  if (!exchange) return;
  chosen = id;
  diagram.choose(id);
  panel.show(exchange, true);
}

const controls = createControls(filter, words, {
  onFilter: redrawSoon,
  onPause() {
    frozen = frozen ? undefined : new Map(store.exchanges);
    missed = 0;
    stateLine.classList.toggle("is-paused", frozen !== undefined);
    redrawSoon();
    return frozen !== undefined;
  },
  onClear: clearByHand,
  onSave: () => saveLines([...kept().values()].filter(shown)),
  onSaveHar: () => saveHar([...kept().values()].filter(shown), data),
});
narrow.addEventListener("change", redrawSoon);

function kept() {
  return frozen ?? store.exchanges;
}

/** @param {Exchange} exchange */
function shown(exchange) {
  return passes(exchange, filter);
}

/** An answer on another stream (HTTP+SSE) is shown with its request. @param {Moment} moment */
function momentShown({ exchange, event }) {
  const asker = event?.answers === undefined ? undefined : kept().get(event.answers);
  return shown(asker ?? exchange);
}

function redrawSoon() {
  mustRedraw = true;
  drawSoon();
}

function drawSoon() {
  if (isFrameAsked) return;
  isFrameAsked = true;
  requestAnimationFrame(() => {
    isFrameAsked = false;
    draw();
  });
}

function draw() {
  stateLine.textContent = frozen ? fill(words.paused, { n: count(missed) }) : state;
  const all = [...kept().values()];
  const passing = all.filter(shown).length;
  const counted = passing === all.length ? words.count : words.countShown;
  byId("count", "span").textContent = fill(counted, { n: count(all.length), shown: count(passing) });
  if (frozen && !mustRedraw) return;
  const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 48;
  controls.offer(kept().values());
  if (mustRedraw || pending.some(({ moment, exchange }) => momentShown(moment) && !lanes.knows(exchange))) {
    redraw();
  } else diagram.append(pending.map(({ moment }) => moment).filter(momentShown), lanes);
  for (const exchange of [...changed].map((id) => kept().get(id))) {
    if (!exchange) continue;
    diagram.refresh(exchange);
    if (exchange.id === chosen) panel.show(exchange, false);
  }
  pending = [];
  changed.clear();
  byId("empty", "div").hidden = kept().size > 0 || !isOpen;
  byId("filtered", "p").hidden = diagram.size > 0 || kept().size === 0;
  if (isAtEnd && isLive) scroller.scrollTop = scroller.scrollHeight;
}

function redraw() {
  mustRedraw = false;
  const moments = inOrder(kept().values(), momentShown);
  const drawn = new Set(moments.map(({ exchange }) => exchange));
  lanes = lanesOf(drawn, { words, narrow: narrow.matches, all: kept().values() });
  diagram.replace(moments, lanes);
  diagram.choose(chosen);
}

/** @param {PageEvent} event */
function take(event) {
  const exchange = store.take(event);
  if (!exchange) return;
  drawSoon();
  if (frozen) {
    if (event.kind === "request") missed++;
    return;
  }
  pending.push(...momentsOfEvent(exchange, event).map((moment) => ({ moment, exchange })));
  changed.add(exchange.id);
  // If an event contains a whole exchange, its arrows may belong between others; a late event may
  // make its exchange match a filter.
  const isWhole = event.kind === "request" && exchange.status !== undefined;
  const isTold = event.kind === "event" && event.isWrong;
  const passesNow = (filter.failures && (isTold || isFailed(exchange))) ||
    (filter.session !== "" && "session" in event);
  if (isWhole || passesNow || pending.length > MOST_PENDING) {
    mustRedraw = true;
    pending = [];
  }
}

function clear() {
  store.exchanges.clear();
  frozen?.clear();
  missed = 0;
  pending = [];
  changed.clear();
  panel.close();
  redrawSoon();
}

function clearByHand() {
  clear();
  byId("empty-title", "p").textContent = words.cleared;
  byId("empty-hint", "p").textContent = words.clearedHint;
}

/** @param {string} text @param {"live" | "lost" | "quiet"} kind */
function tell(text, kind) {
  state = text;
  stateLine.dataset.kind = kind;
  drawSoon();
}

if (isLive) {
  tell(words.connecting, "quiet");
  void watch(data.needsKey === true, {
    onOpen() {
      isOpen = true;
      clear();
      tell(words.live, "live");
    },
    onEvent: take,
    onLost: () => tell(words.lost, "lost"),
    askKey(wasWrong) {
      tell(words.keyAwaited, "quiet");
      return askKey(wasWrong).finally(() => tell(words.connecting, "quiet"));
    },
    onRefused: (reason) => tell(fill(words.notAllowed, { reason }), "lost"),
  });
} else {
  controls.hideLive();
  for (const exchange of data.exchanges ?? []) store.take({ kind: "request", exchange });
  draw();
}
