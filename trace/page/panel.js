/**
 * The panel for one exchange: its purpose, the request, the response.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./render_page.ts").PageData} PageData
 */
import { byId, element } from "./dom.js";
import { explanationOf, notesOn } from "./explain.js";
import { methodOf, pathOf } from "./filter.js";
import { bodyText } from "./json_text.js";
import { failureOf, isLookInVain } from "./moments.js";
import { clock, count, fill, size, took } from "./numbers.js";

/**
 * @param {PageData} data
 * @param {{ onClosed: () => void, onStep: (by: 1 | -1) => void }} acts `onStep`: opens the next or
 * the previous one
 */
export function createPanel(data, { onClosed, onStep }) {
  const panel = byId("panel", "aside");
  const content = byId("panel-content", "div");
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("has-panel");
    onClosed();
  };
  byId("panel-close", "button").addEventListener("click", close);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  panel.addEventListener("keydown", ({ key, ctrlKey, altKey, metaKey }) => {
    if (ctrlKey || altKey || metaKey) return;
    if (key === "ArrowRight") onStep(1);
    else if (key === "ArrowLeft") onStep(-1);
  });
  /** The state that arrived since the user began to select text. @type {Exchange | undefined} */
  let waiting;
  /** @param {Exchange} exchange @param {boolean} isNew whether to scroll to the top and focus it */
  const show = (exchange, isNew) => {
    waiting = !isNew && isMarked(content) ? exchange : undefined;
    if (waiting) return;
    const opened = isNew ? [] : openedIn(content);
    const focused = stopsIn(content).findIndex((stop) => stop === document.activeElement);
    content.replaceChildren(...head(exchange, data), ...wire(exchange, data));
    for (const index of opened) content.querySelectorAll("details")[index]?.setAttribute("open", "");
    panel.hidden = false;
    document.body.classList.add("has-panel");
    if (!isNew) return stopsIn(content)[focused]?.focus({ preventScroll: true });
    panel.scrollTop = 0;
    byId("panel-title", "h2").focus({ preventScroll: true });
  };
  document.addEventListener("selectionchange", () => waiting && show(waiting, false));
  return { show, close };
}

/**
 * Whether the user has selected text in it: redrawing would lose the selection. @param
 * {HTMLElement} content
 */
function isMarked(content) {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && content.contains(selection.anchorNode);
}

/** The focusable elements. @param {HTMLElement} content */
function stopsIn(content) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (content.querySelectorAll("summary, a, [tabindex]"))];
}

/** @param {HTMLElement} content */
function openedIn(content) {
  return [...content.querySelectorAll("details")].flatMap(({ open }, index) => open ? [index] : []);
}

/** @param {Exchange} exchange @param {PageData} data */
function head(exchange, data) {
  const { id, era, session, client, peer, startedAt, step, ms } = exchange;
  const { words, explanations } = data;
  const facts = [
    element("span", "number", `#${id}`),
    era ? element("span", `badge era-${era}`, era) : undefined,
    peer === "model" ? element("span", "badge model", words.model) : undefined,
    element("span", "", `${client} → ${peer === "model" ? words.model : words.server}`),
    session ? element("span", "", session) : undefined,
    element("span", "", clock(startedAt)),
    element("span", "", ms === undefined ? words.open : took(ms)),
  ];
  const title = element("h2", "", explanations[step]?.title ?? methodOf(exchange));
  title.id = "panel-title";
  title.tabIndex = -1;
  const failure = failureOf(exchange);
  const failed = failure && element("div", "failed", undefined, [
    element("h3", "", explanations[failure]?.title ?? failure),
    ...explanationOf(failure, era, data, failure === "tool_error" ? words.breaks : words.fix),
  ]);
  return [
    element("p", "facts", undefined, facts),
    title,
    ...failed ? [failed] : [],
    ...explanationOf(step, era, data, words.breaks),
  ];
}

/** @param {Exchange} exchange @param {PageData} data */
function wire(exchange, data) {
  const { method, url, requestHeaders, requestBody, requestBytes, era, parts } = exchange;
  const { status, responseHeaders, responseBody = "", responseBytes, failure } = exchange;
  const { words } = data;
  const line = status === undefined ? failure ?? words.noAnswer : `HTTP ${status}`;
  return [
    section(words.request, [
      element("p", "wire-line", undefined, [element("b", "", method), " ", pathOf(url) + queryOf(url)]),
      headerTable(requestHeaders, words.headers),
      ...body(requestBody, requestBytes, words.cut),
      ...notesOn(parts?.asked ?? [], era, data),
    ]),
    section(words.response, [
      element(
        "p",
        (status ?? 0) >= 400 || (failure && !isLookInVain(exchange)) ? "wire-line bad" : "wire-line",
        line,
      ),
      status === undefined || failure === undefined ? undefined : element("p", "wire-line bad", failure),
      headerTable(responseHeaders ?? {}, words.headers),
      ...body(responseBody, responseBytes, words.cut),
      ...notesOn(parts?.answered ?? [], era, data),
    ]),
    ...eventList(exchange, data),
  ];
}

/** @param {string} url */
function queryOf(url) {
  return url.includes("?") ? url.slice(url.indexOf("?")) : "";
}

/** @param {string} title @param {readonly (Node | undefined)[]} children */
function section(title, children) {
  return element("section", "wire", undefined, [element("h3", "", title), ...children]);
}

/** @param {Readonly<Record<string, string>>} headers @param {string} title */
function headerTable(headers, title) {
  const rows = Object.entries(headers).map(([name, value]) => {
    const head = element("th", "", name);
    head.scope = "row";
    return element("tr", "", undefined, [head, element("td", "", value)]);
  });
  if (rows.length === 0) return undefined;
  const caption = element("caption", "visually-hidden", title);
  return element("table", "headers", undefined, [caption, element("tbody", "", undefined, rows)]);
}

/** @param {string} text @param {number | undefined} bytes @param {string} cutText */
function body(text, bytes = 0, cutText) {
  if (text === "") return [];
  const kept = new TextEncoder().encode(text).length;
  const note = bytes > 64 * 1024 && fill(cutText, { shown: size(kept), all: size(bytes) });
  return [bodyText(text), note ? element("p", "note", note) : undefined];
}

/** @param {Exchange} exchange @param {PageData} data */
function eventList({ events, droppedEvents, era }, data) {
  if (events.length === 0) return [];
  const { words } = data;
  const items = events.map(({ ms, event, data: text, step }) =>
    element("li", "", undefined, [
      element("p", "event-line", undefined, [
        element("span", "took", `+ ${took(ms)}`),
        element("b", "", event),
      ]),
      text === "" ? undefined : bodyText(text),
      ...notesOn(step ? [step] : [], era, data),
    ])
  );
  const dropped = droppedEvents ? fill(words.dropped, { n: count(droppedEvents) }) : undefined;
  return [section(words.events, [
    element("ol", "events", undefined, items),
    dropped === undefined ? undefined : element("p", "note", dropped),
  ])];
}
