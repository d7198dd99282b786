/**
 * One exchange whole: what it is for, what was sent, what came back.
 *
 * @typedef {import("../exchange.ts").Exchange} Exchange
 * @typedef {import("./words.ts").PageWords} Words
 * @typedef {import("./render_page.ts").Explanations} Explanations
 */
import { byId, element } from "./dom.js";
import { methodOf, pathOf } from "./filter.js";
import { bodyText } from "./json_text.js";
import { clock, count, fill, size, took } from "./numbers.js";

/**
 * @param {Words} words
 * @param {Explanations} explanations
 * @param {() => void} onClosed
 */
export function createPanel(words, explanations, onClosed) {
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
  return {
    /** @param {Exchange} exchange @param {boolean} isNew whether to begin at its top, with the keyboard there */
    show(exchange, isNew) {
      content.replaceChildren(...[...head(exchange, words, explanations), ...wire(exchange, words, explanations)]);
      panel.hidden = false;
      document.body.classList.add("has-panel");
      if (!isNew) return;
      panel.scrollTop = 0;
      byId("panel-title", "h2").focus({ preventScroll: true });
    },
    close,
  };
}

/** @param {Exchange} exchange @param {Words} words @param {Explanations} explanations */
function head(exchange, words, explanations) {
  const { id, era, session, client, peer, startedAt, step, ms, peer: answers } = exchange;
  const explanation = explanations[step];
  const to = peer === "model" ? words.model : words.server;
  const facts = [
    element("span", "number", String(id)),
    era ? element("span", `badge era-${era}`, era) : undefined,
    answers === "model" ? element("span", "badge model", words.model) : undefined,
    element("span", "", `${client} → ${to}`),
    session ? element("span", "", session) : undefined,
    element("span", "", clock(startedAt)),
    element("span", "", ms === undefined ? words.open : took(ms)),
  ];
  const title = element("h2", "", explanation?.title ?? methodOf(exchange));
  title.id = "panel-title";
  title.tabIndex = -1;
  const told = [];
  if (explanation) {
    told.push(element("p", "explanation", explanation.text));
    if (explanation.breaks) {
      told.push(element("p", "breaks", undefined, [
        element("strong", "", `${words.failing}: `),
        explanation.breaks,
      ]));
    }
    const link = specificationLink(explanation.spec, words);
    if (link) told.push(element("p", "", undefined, [link]));
  }
  return [element("p", "facts", undefined, facts), title, ...told];
}

/** @param {string | undefined} spec @param {Words} words */
function specificationLink(spec, words) {
  if (!spec || !/^https:\/\//.test(spec)) return undefined;
  const link = element("a", "spec", `${words.specification} ↗`);
  link.href = spec;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.title = spec;
  return link;
}

/** @param {Exchange} exchange @param {Words} words @param {Explanations} explanations */
function wire(exchange, words, explanations) {
  const { method, url, requestHeaders, requestBody, requestBytes } = exchange;
  const { status, responseHeaders = {}, responseBody = "", responseBytes, failure } = exchange;
  const asked = section(words.request, [
    element("p", "wire-line", undefined, [element("b", "", method), " ", pathOf(url) + queryOf(url)]),
    headerTable(requestHeaders, words),
    ...body(requestBody, requestBytes, words),
  ]);
  const line = status === undefined ? failure ?? words.noAnswer : `HTTP ${status}`;
  const answered = section(words.response, [
    element("p", `wire-line ${(status ?? 0) >= 400 || failure ? "bad" : ""}`, line),
    ...(status === undefined || failure === undefined ? [] : [element("p", "wire-line bad", failure)]),
    ...(status === undefined ? [] : [headerTable(responseHeaders, words)]),
    ...(responseBody === "" ? [] : body(responseBody, responseBytes, words)),
  ]);
  return [asked, answered, ...eventList(exchange, words, explanations)];
}

/** @param {string} url */
function queryOf(url) {
  return url.includes("?") ? url.slice(url.indexOf("?")) : "";
}

/** @param {string} title @param {readonly (Node | undefined)[]} children */
function section(title, children) {
  return element("section", "wire", undefined, [element("h3", "", title), ...children]);
}

/** @param {Readonly<Record<string, string>>} headers @param {Words} words */
function headerTable(headers, words) {
  const rows = Object.entries(headers).map(([name, value]) =>
    element("tr", "", undefined, [rowHead(name), element("td", "", value)])
  );
  if (rows.length === 0) return undefined;
  const caption = element("caption", "visually-hidden", words.headers);
  return element("table", "headers", undefined, [caption, element("tbody", "", undefined, rows)]);
}

/** @param {string} name */
function rowHead(name) {
  const cell = element("th", "", name);
  cell.scope = "row";
  return cell;
}

/** @param {string} text @param {number | undefined} bytes @param {Words} words */
function body(text, bytes, words) {
  if (text === "") return [];
  const kept = new TextEncoder().encode(text).length;
  const isCut = bytes !== undefined && bytes > kept + 1024;
  return [
    bodyText(text),
    isCut ? element("p", "note", fill(words.cut, { shown: size(kept), all: size(bytes) })) : undefined,
  ];
}

/** @param {Exchange} exchange @param {Words} words @param {Explanations} explanations */
function eventList({ events, droppedEvents }, words, explanations) {
  if (events.length === 0) return [];
  const items = events.map(({ ms, event, data, step }) => {
    const title = step && explanations[step]?.title;
    return element("li", "", undefined, [
      element("p", "event-line", undefined, [
        element("span", "took", took(ms)),
        element("b", "", event),
        title ? element("span", "explanation", title) : undefined,
      ]),
      bodyText(data),
    ]);
  });
  const dropped = droppedEvents ? fill(words.dropped, { n: count(droppedEvents) }) : undefined;
  return [section(words.events, [
    element("ol", "events", undefined, items),
    dropped === undefined ? undefined : element("p", "note", dropped),
  ])];
}
