// Made from trace/page/page.js by "deno task page".
// trace/page/dom.js
function element(name, className, text, children = []) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== void 0) made.textContent = text;
  made.append(...children.filter((child) => child !== void 0));
  return made;
}
function unseen(text) {
  return element("span", "visually-hidden", text);
}
function byId(id, _name) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return (
    /** @type {HTMLElementTagNameMap[K]} */
    found
  );
}

// trace/page/fold.js
var MOST_EVENTS = {
  mcp_server: 500,
  model: 20
};
function fold(exchange, event) {
  if (event.kind === "request") return event.exchange;
  if (!exchange || exchange.id !== event.id) return void 0;
  const { ms } = event;
  const told = {
    ..."session" in event && event.session !== void 0 ? {
      session: event.session
    } : {},
    ...event.parts === void 0 ? {} : {
      parts: event.parts
    }
  };
  switch (event.kind) {
    case "response":
      return {
        ...exchange,
        ...told,
        status: event.status,
        headMs: ms,
        responseHeaders: event.headers
      };
    case "event": {
      if (exchange.events.length >= MOST_EVENTS[exchange.peer]) {
        return {
          ...exchange,
          droppedEvents: (exchange.droppedEvents ?? 0) + 1
        };
      }
      return {
        ...exchange,
        ...told,
        events: [
          ...exchange.events,
          streamEvent(event)
        ]
      };
    }
    case "end":
      return {
        ...exchange,
        ...told,
        ms,
        responseBody: event.body,
        responseBytes: event.bytes,
        ...event.aborted === void 0 ? {} : {
          aborted: event.aborted
        }
      };
    case "failure":
      return {
        ...exchange,
        ...told,
        ms,
        failure: event.message
      };
  }
}
function streamEvent({ ms, event, eventId, data: data2, step, answers, gist, isWrong }) {
  return {
    ms,
    event,
    ...eventId === void 0 ? {} : {
      id: eventId
    },
    data: data2,
    ...step === void 0 ? {} : {
      step
    },
    ...answers === void 0 ? {} : {
      answers
    },
    ...gist === void 0 ? {} : {
      gist
    },
    ...isWrong === void 0 ? {} : {
      isWrong
    }
  };
}
function createStore(most) {
  const exchanges = /* @__PURE__ */ new Map();
  const wrongs = /* @__PURE__ */ new Map();
  const noteWrong = ({ answers, isWrong, step }) => {
    if (!isWrong || answers === void 0) return;
    wrongs.set(answers, step);
    const asker = exchanges.get(answers);
    if (asker) exchanges.set(answers, withWrong(asker));
    forgetOldest(wrongs, most);
  };
  const withWrong = (exchange) => wrongs.has(exchange.id) ? {
    ...exchange,
    wrong: wrongs.get(exchange.id)
  } : exchange;
  return {
    exchanges,
    /**
     * @param {PageEvent} event
     * @returns {Exchange | undefined} its exchange, if that is still kept
     */
    take(event) {
      const id = event.kind === "request" ? event.exchange.id : event.id;
      const folded = fold(exchanges.get(id), event);
      if (!folded) return void 0;
      const exchange = withWrong(folded);
      exchanges.set(id, exchange);
      if (event.kind === "event") noteWrong(event);
      else if (event.kind === "request") exchange.events.forEach(noteWrong);
      forgetOldest(exchanges, most);
      return exchange;
    }
  };
}
function forgetOldest(map, most) {
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}

// trace/page/moments.js
function isEventStream({ responseHeaders }) {
  return responseHeaders?.["content-type"]?.startsWith("text/event-stream") ?? false;
}
function isEndTold(exchange) {
  const isListening = exchange.method === "GET" || exchange.step === "subscriptions_listen";
  return isCancelled(exchange) || isEventStream(exchange) && isListening;
}
function isCancelled({ parts }) {
  return parts?.answered.includes("closed_by_client") ?? false;
}
function isLookInVain({ parts }) {
  return parts?.answered.includes("default_server_absent") ?? false;
}
function isFailed(exchange) {
  if (isLookInVain(exchange)) return false;
  return failureOf(exchange) !== void 0 || (exchange.status ?? 0) >= 400 || exchange.failure !== void 0;
}
function failureOf({ parts, events, wrong }) {
  return parts?.failure ?? wrong ?? events.find(({ isWrong, answers }) => isWrong && answers === void 0)?.step;
}
function momentsOf(exchange) {
  const start = Date.parse(exchange.startedAt);
  const { status, events, ms, failure, peer } = exchange;
  const moments = [
    {
      kind: "request",
      at: start,
      exchange
    }
  ];
  if (exchange.step === "model_question") {
    moments.unshift({
      kind: "question",
      at: start,
      exchange,
      text: exchange.parts?.asks ?? ""
    });
  }
  const answered = isEventStream(exchange) && peer !== "model" ? exchange.headMs ?? 0 : ms ?? 0;
  if (status !== void 0) moments.push({
    kind: "response",
    at: start + answered,
    exchange
  });
  if (peer !== "model") {
    for (const event of events) moments.push({
      kind: "event",
      at: start + event.ms,
      exchange,
      event
    });
  }
  if (exchange.parts?.answered.includes("final_answer")) {
    moments.push({
      kind: "answer",
      at: start + answered,
      exchange
    });
  }
  if (failure !== void 0) moments.push({
    kind: "failure",
    at: start + (ms ?? 0),
    exchange
  });
  else if (ms !== void 0 && isEndTold(exchange)) moments.push({
    kind: "end",
    at: start + ms,
    exchange
  });
  return moments;
}
function momentsOfEvent(exchange, happened) {
  if (happened.kind === "request") return momentsOf(exchange);
  const at = Date.parse(exchange.startedAt) + happened.ms;
  if (exchange.peer === "model") {
    return happened.kind === "end" ? [
      {
        kind: "response",
        at,
        exchange
      }
    ] : [];
  }
  switch (happened.kind) {
    case "event":
      return [
        {
          kind: "event",
          at,
          exchange,
          event: streamEvent(happened)
        }
      ];
    case "response":
      return isEventStream(exchange) ? [
        {
          kind: "response",
          at,
          exchange
        }
      ] : [];
    case "end":
      if (isEndTold(exchange)) return [
        {
          kind: "end",
          at,
          exchange
        }
      ];
      return isEventStream(exchange) ? [] : [
        {
          kind: "response",
          at,
          exchange
        }
      ];
    case "failure":
      return [
        {
          kind: "failure",
          at,
          exchange
        }
      ];
  }
}
function inOrder(exchanges, isShown) {
  const moments = [
    ...exchanges
  ].flatMap(momentsOf).filter(isShown).sort((a, b) => a.at - b.at);
  const question = moments.findIndex(({ kind }) => kind === "question");
  const [first] = moments;
  if (!first || question < 1) return moments;
  const [asked] = moments.splice(question, 1);
  return [
    {
      ...first,
      kind: (
        /** @type {const} */
        "question"
      ),
      text: asked?.text ?? ""
    },
    ...moments
  ];
}

// trace/page/filter.js
function methodOf({ rpc, method, url, peer, requestHeaders }) {
  if (peer === "model") return pathOf(url).replace(/^.*\/v\d+\//, "");
  return rpc?.method ?? requestHeaders["mcp-method"] ?? `${method} ${pathOf(url)}`;
}
function pathOf(url) {
  return url.replace(/^https?:\/\/[^/?#]*/, "").replace(/[?#].*$/s, "") || "/";
}
function passes(exchange, { session, method, failures }) {
  return (session === "" || exchange.session === session) && (method === "" || methodOf(exchange) === method) && (!failures || isFailed(exchange));
}
function choicesOf(exchanges) {
  const sessions = /* @__PURE__ */ new Set();
  const methods = /* @__PURE__ */ new Set();
  for (const exchange of exchanges) {
    if (exchange.session) sessions.add(exchange.session);
    methods.add(methodOf(exchange));
  }
  return {
    sessions: [
      ...sessions
    ],
    methods: [
      ...methods
    ].sort()
  };
}

// trace/page/har.js
function harOf(exchanges, version, explain) {
  const log = {
    version: "1.2",
    creator: {
      name: "mcpdemo",
      version
    },
    pages: [],
    entries: exchanges.map((exchange) => entryOf(exchange, explain))
  };
  return JSON.stringify({
    log
  }, null, 2) + "\n";
}
function entryOf(exchange, explain) {
  const { startedAt, headMs = 0, ms = headMs, step, cause, peer, era, session, events, failure } = exchange;
  const { title, text } = explain(step, era) ?? {
    title: step,
    text: ""
  };
  return {
    startedDateTime: startedAt,
    time: ms,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: {
      send: 0,
      wait: headMs,
      receive: ms - headMs
    },
    comment: `${title}. ${text}`,
    _id: exchange.id,
    _peer: peer,
    _step: step,
    ...era === void 0 ? {} : {
      _era: era
    },
    ...session === void 0 ? {} : {
      _session: session
    },
    ...cause === void 0 ? {} : {
      _cause: cause
    },
    ...failure === void 0 ? {} : {
      _error: failure
    },
    ...events.length === 0 ? {} : {
      _events: events
    }
  };
}
function requestOf({ method, url, requestHeaders, requestBody, requestBytes }) {
  const query = [
    ...URL.parse(url)?.searchParams ?? []
  ].map(([name, value]) => ({
    name,
    value
  }));
  return {
    method,
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(requestHeaders),
    queryString: query,
    ...requestBody === "" ? {} : {
      postData: {
        mimeType: requestHeaders["content-type"] ?? "",
        text: requestBody
      }
    },
    headersSize: -1,
    bodySize: requestBytes
  };
}
function responseOf(exchange) {
  const { status = 0, responseHeaders = {}, responseBytes = 0 } = exchange;
  const text = responseText(exchange);
  return {
    status,
    statusText: "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(responseHeaders),
    content: {
      size: responseBytes,
      mimeType: responseHeaders["content-type"] ?? "x-unknown",
      ...text === "" ? {} : {
        text
      }
    },
    redirectURL: responseHeaders.location ?? "",
    headersSize: -1,
    bodySize: responseBytes
  };
}
function responseText({ peer, responseBody = "", events }) {
  if (responseBody !== "" || peer === "model") return responseBody;
  return events.map(({ event, id, data: data2 }) => (event === "message" ? "" : `event: ${event}
`) + (id === void 0 ? "" : `id: ${id}
`) + data2.split("\n").map((line) => `data: ${line}
`).join("") + "\n").join("");
}
function pairs(headers) {
  return Object.entries(headers).map(([name, value]) => ({
    name,
    value
  }));
}

// trace/page/controls.js
function createControls(filter2, words2, { onFilter, onPause, onClear, onSave, onSaveHar }) {
  let choices = "";
  byId("filters", "form").addEventListener("submit", (event) => event.preventDefault());
  byId("filters", "form").addEventListener("change", () => {
    filter2.session = byId("session", "select").value;
    filter2.method = byId("method", "select").value;
    filter2.failures = byId("failures", "input").checked;
    onFilter();
  });
  const pause = byId("pause", "button");
  pause.addEventListener("click", () => {
    pause.textContent = onPause() ? words2.resume : words2.pause;
  });
  byId("clear", "button").addEventListener("click", onClear);
  byId("save", "button").addEventListener("click", onSave);
  byId("save-har", "button").addEventListener("click", onSaveHar);
  return {
    /** A file has nothing to pause and nothing to clear. */
    hideLive() {
      pause.hidden = byId("clear", "button").hidden = true;
    },
    /** Offers the existing sessions and methods. @param {Iterable<Exchange>} exchanges */
    offer(exchanges) {
      const { sessions, methods } = choicesOf(exchanges);
      const found = JSON.stringify([
        sessions,
        methods
      ]);
      if (found === choices) return;
      choices = found;
      fillSelect(byId("session", "select"), filter2.session, sessions, words2.all);
      fillSelect(byId("method", "select"), filter2.method, methods, words2.all);
    }
  };
}
function fillSelect(select, chosen2, values, all) {
  const offered = chosen2 === "" || values.includes(chosen2) ? values : [
    ...values,
    chosen2
  ];
  const options = [
    all,
    ...offered
  ].map((value) => element("option", "", value));
  for (const [index, option] of options.entries()) option.value = index === 0 ? "" : option.text;
  select.replaceChildren(...options);
  select.value = chosen2;
}
function recorded({ parts: _, wrong: _wrong, events, ...exchange }) {
  return {
    ...exchange,
    events: events.map(({ gist: _2, isWrong: _isWrong, ...event }) => event)
  };
}
function saveLines(exchanges) {
  save("wire.jsonl", "application/jsonl", exchanges.map((each) => `${JSON.stringify(recorded(each))}
`));
}
function saveHar(exchanges, { version, explanations }) {
  save("wire.har", "application/json", [
    harOf(exchanges.map(recorded), version, (step) => explanations[step])
  ]);
}
function save(name, type, texts) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob(texts, {
    type
  }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e3);
}
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
    }, {
      once: true
    });
  });
}

// trace/page/numbers.js
function took(ms) {
  return ms < 1e3 ? `${rounded(ms, ms < 10 ? 1 : 0)} ms` : `${rounded(ms / 1e3, 2)} s`;
}
function size(bytes) {
  return `${rounded(bytes / 1024, 1)} KiB`;
}
function count(number) {
  return new Intl.NumberFormat(document.documentElement.lang).format(number);
}
function clock(startedAt) {
  const date = new Date(startedAt);
  return date.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hour12: false
  });
}
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
function rounded(number, digits) {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang, {
    maximumFractionDigits: digits
  }).format(number);
}

// trace/page/arrow.js
var NOTIFICATION = /^\{(?:"jsonrpc":"2\.0",|"id":[^,]*,)*"method":"([\w/-]+)"/;
function drawArrow(moment, lanes2, data2) {
  const [from, to] = lanes2.ends(moment);
  const { chip, name, about, tool, gist, time } = said(moment, data2.words);
  const hint = gist ? "" : hintOf(moment, name, data2.explanations);
  const arrow = element("span", `arrow ${moment.kind} ${from < to ? "right" : "left"} ${tone(moment)}${time ? " timed" : ""}`);
  arrow.style.setProperty("--start", String(Math.min(from, to)));
  arrow.style.setProperty("--span", String(Math.abs(to - from)));
  const label = element("span", "label", void 0, [
    chip === void 0 ? void 0 : element("span", "chip", chip),
    name ? element("span", "name", name) : void 0,
    about ? element("span", "about", about) : void 0,
    tool ? element("span", "tool", tool) : void 0,
    gist ? element("span", "gist", gist) : void 0,
    hint ? element("span", "gist hint", hint) : void 0
  ]);
  arrow.append(unseen(`${lanes2.names[from]} \u2192 ${lanes2.names[to]}: `), label, element("span", "line"));
  if (time) arrow.append(element("span", "took", time));
  return arrow;
}
function hintOf({ kind, exchange, event }, name, explanations) {
  const { parts } = exchange;
  const answered = isOpening(kind, exchange) ? void 0 : parts?.failure;
  const step = kind === "request" ? exchange.step : kind === "event" ? event?.step : answered ?? parts?.answered.at(-1);
  if (step === void 0 || kind === "end") return "";
  const title = explanations[step]?.title ?? "";
  const [, beginning, rest] = title.match(/^(.+?)(?:\s?:|,) (.+)$/s) ?? [];
  return rest !== void 0 && [
    name,
    String(exchange.status)
  ].includes(beginning) ? rest : title;
}
function isOpening(kind, exchange) {
  return kind === "response" && isEventStream(exchange) && (exchange.status ?? 0) < 400;
}
function tone({ kind, exchange, event }) {
  if (kind === "question" || kind === "answer") return "you";
  const isBad = kind === "response" && !isOpening(kind, exchange) && isFailed(exchange);
  const hasBroken = kind === "failure" && !isLookInVain(exchange);
  if (hasBroken || event?.isWrong || isBad) return "bad";
  return exchange.peer === "model" ? "model" : `era-${exchange.era ?? "none"}`;
}
function said({ kind, exchange, event, text }, words2) {
  switch (kind) {
    case "question":
      return {
        gist: text
      };
    case "answer":
      return {
        gist: exchange.parts?.says
      };
    case "request": {
      const isAnswer = exchange.step === "answer_to_server";
      const name = isAnswer ? words2.answerToServer : methodOf(exchange);
      const tool = exchange.rpc?.tool;
      const asks = exchange.parts?.asks ?? "";
      const gist = tool && asks.startsWith(`${tool} `) ? asks.slice(tool.length + 1) : asks;
      const isAgain = exchange.step === "tools_call_again";
      return {
        name,
        ...isAgain ? {
          chip: words2.again
        } : {},
        tool,
        gist
      };
    }
    case "response": {
      const asksBack = exchange.parts?.answered.includes("input_required");
      const chip = asksBack ? `${exchange.status} ${words2.asksBack}` : String(exchange.status);
      if (isEventStream(exchange) && exchange.peer !== "model") return {
        chip,
        name: words2.streamOpens
      };
      const time = exchange.ms === void 0 ? "" : took(exchange.ms);
      return {
        chip,
        gist: exchange.parts?.says,
        time
      };
    }
    case "event":
      return {
        ...eventSaid(event, words2),
        time: took(event?.ms ?? 0)
      };
    case "end":
      return {
        name: isCancelled(exchange) ? words2.clientCancels : words2.streamEnds,
        time: took(exchange.ms ?? 0)
      };
    case "failure": {
      const time = took(exchange.ms ?? 0);
      return isLookInVain(exchange) ? {
        time
      } : {
        chip: "\u2715",
        gist: exchange.failure,
        time
      };
    }
  }
}
function eventSaid(event, words2) {
  const name = event?.data.match(NOTIFICATION)?.[1] ?? event?.event ?? "";
  const about = event?.answers === void 0 ? void 0 : fill(words2.answers, {
    id: event.answers
  });
  return {
    name,
    about,
    gist: event?.gist
  };
}

// trace/page/diagram.js
var MOST_ARROWS = 1e3;
var ARROWS_OF_ITEM = 20;
function createDiagram(data2, onChosen) {
  const { words: words2 } = data2;
  const list = byId("exchanges", "ol");
  const heads = byId("lanes", "div");
  const items = [];
  let arrows = 0;
  const itemFor = ({ exchange }) => {
    const last = items.at(-1);
    if (last?.id === exchange.id && last.arrows < ARROWS_OF_ITEM) return last;
    const isLate = items.some(({ id }) => id === exchange.id);
    const button = element("button", "exchange");
    button.type = "button";
    button.tabIndex = items.length === 0 ? 0 : -1;
    button.dataset.id = String(exchange.id);
    const era = exchange.era === void 0 ? "" : fill(words2.era, {
      era: exchange.era
    });
    const gutter = element("span", "gutter", void 0, [
      unseen(words2.exchange),
      element("span", "number", String(exchange.id)),
      element("span", "time", isLate ? "" : clock(exchange.startedAt)),
      unseen(era)
    ]);
    button.append(gutter, element("span", "arrows"));
    const item = element("li", isLate ? "late" : "", void 0, [
      button
    ]);
    list.append(item);
    const made = {
      item,
      button,
      id: exchange.id,
      arrows: 0
    };
    items.push(made);
    return made;
  };
  const trim = () => {
    while (arrows > MOST_ARROWS && items.length > 1) {
      const oldest = items.shift();
      if (!oldest) return;
      const next = items[0]?.button;
      if (oldest.button.tabIndex === 0 && next) next.tabIndex = 0;
      if (oldest.button === document.activeElement) next?.focus();
      oldest.item.remove();
      arrows -= oldest.arrows;
    }
  };
  const moveTo = (button) => {
    if (!button) return;
    for (const each of items) each.button.tabIndex = each.button === button ? 0 : -1;
    button.focus();
  };
  list.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    moveTo(button);
    onChosen(Number(button.dataset.id));
  });
  list.addEventListener("keydown", (event) => {
    const index = items.findIndex(({ button }) => button === document.activeElement);
    const next = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1
    }[event.key];
    if (next === void 0) return;
    event.preventDefault();
    moveTo(items[next]?.button);
  });
  return {
    /** @param {readonly Moment[]} moments @param {Lanes} lanes @param {boolean} [isStill] they have been drawn before */
    append(moments, lanes2, isStill = false) {
      for (const moment of moments.slice(-MOST_ARROWS)) {
        const item = itemFor(moment);
        const arrow = drawArrow(moment, lanes2, data2);
        arrow.classList.toggle("still", isStill);
        item.button.querySelector(".arrows")?.append(arrow);
        item.arrows++;
        arrows++;
        mark(item.item, moment.exchange);
      }
      trim();
    },
    /** @param {readonly Moment[]} moments @param {Lanes} lanes */
    replace(moments, lanes2) {
      const focused = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement.dataset.id : void 0;
      items.length = arrows = 0;
      list.replaceChildren();
      heads.style.setProperty("--lanes", String(lanes2.names.length));
      list.style.setProperty("--lanes", String(lanes2.names.length));
      heads.replaceChildren(...lanes2.names.map(headOf));
      this.append(moments, lanes2, true);
      if (focused) moveTo(items.find(({ button }) => button.dataset.id === focused)?.button);
    },
    /** Marks the exchange that is open in the panel. @param {number | undefined} chosen */
    choose(chosen2) {
      for (const { button, id } of items) {
        if (id === chosen2) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
    },
    /**
     * The next or previous exchange in the diagram. @param {number | undefined} id @param {1 | -1}
     * by
     */
    beside(id, by) {
      const ids = [
        ...new Set(items.map((item) => item.id))
      ];
      return id === void 0 ? void 0 : ids[ids.indexOf(id) + by];
    },
    /** Returns the keyboard focus to an exchange. @param {number | undefined} id */
    focus(id) {
      moveTo((items.find((item) => item.id === id) ?? items.at(-1))?.button);
    },
    /** Whether an exchange has ended. @param {Exchange} exchange */
    refresh(exchange) {
      for (const { item, id } of items) if (id === exchange.id) mark(item, exchange);
    },
    get size() {
      return items.length;
    }
  };
}
function headOf(name, lane) {
  const head2 = element("span", "lane", void 0, [
    element("span", "", name)
  ]);
  head2.style.setProperty("--lane", String(lane));
  return head2;
}
function mark(item, { ms, failure }) {
  item.classList.toggle("open", ms === void 0 && failure === void 0);
}

// trace/page/lanes.js
var CLIENT_LANES = 3;
function lanesOf(exchanges, { words: words2, narrow: narrow2, all: known = exchanges }) {
  const all = [
    ...exchanges
  ];
  const told = new Map([
    ...known
  ].flatMap(({ step, session, client }) => step === "initialize" && session !== void 0 ? [
    [
      session,
      client
    ]
  ] : []));
  const nameOf = ({ session, client }) => (session && told.get(session)) ?? client;
  const clients = [
    ...new Set(all.map(nameOf))
  ].sort((a, b) => Number(a === "?") - Number(b === "?"));
  const own = clients.slice(0, narrow2 ? 1 : CLIENT_LANES);
  const more = clients.length - own.length;
  const names = own.map(shownName).map((name, index) => index === own.length - 1 && more > 0 ? `${name} + ${more}` : name);
  if (names.length === 0) names.push(words2.client);
  const hasModel = all.some(({ peer }) => peer === "model");
  const lanes2 = [
    ...hasModel ? [
      words2.you
    ] : [],
    ...names,
    ...hasModel ? [
      words2.model
    ] : [],
    words2.server
  ];
  function shownName(name) {
    return name === "?" ? words2.unknownClient : name;
  }
  const first = hasModel ? 1 : 0;
  const server = lanes2.length - 1;
  const clientOf = (exchange) => {
    const index = clients.indexOf(nameOf(exchange));
    return first + Math.min(Math.max(index, 0), names.length - 1);
  };
  const peerOf = ({ peer }) => peer === "model" ? server - 1 : server;
  return {
    names: lanes2,
    /**
     * Whether the lanes are still right with this exchange: in HTTP+SSE the stream opens before its
     * client sends its name.
     *
     * @param {Exchange} exchange
     */
    knows(exchange) {
      const { era, step, session } = exchange;
      const isNamed = era === "2024" && step === "initialize" && session !== void 0 && !told.has(session);
      return !isNamed && clients.includes(nameOf(exchange));
    },
    nameOf,
    /**
     * @param {Moment} moment
     * @returns {[number, number]} the lanes that it leads from and to
     */
    ends({ kind, exchange }) {
      if (kind === "question") return [
        0,
        clientOf(exchange)
      ];
      if (kind === "answer") return [
        clientOf(exchange),
        0
      ];
      const [client, peer] = [
        clientOf(exchange),
        peerOf(exchange)
      ];
      const isOfClient = kind === "request" || kind === "end" && exchange.aborted;
      return isOfClient ? [
        client,
        peer
      ] : [
        peer,
        client
      ];
    }
  };
}

// trace/page/live.js
var AGAIN_MS = [
  500,
  1e3,
  2e3,
  5e3
];
async function watch(needsKey, { onOpen, onEvent, onLost, askKey: askKey2, onRefused }) {
  let key = needsKey ? await askKey2(false) : void 0;
  for (let losses = 0; ; ) {
    try {
      const headers = {
        Accept: "text/event-stream",
        ...key && {
          Authorization: `Bearer ${key}`
        }
      };
      const response = await fetch("/wire/events", {
        headers,
        cache: "no-store"
      });
      if (response.ok && response.body) {
        losses = 0;
        onOpen();
        await readEvents(response.body, onEvent);
      } else if (response.status === 401 || response.status === 400) {
        key = await askKey2(false);
        continue;
      } else if (response.status === 403) {
        const { error, message } = await response.json();
        if (error !== "key_mismatch") return onRefused(message ?? error?.message ?? "403");
        key = await askKey2(true);
        continue;
      }
    } catch {
    }
    onLost();
    const pause = AGAIN_MS[Math.min(losses++, AGAIN_MS.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
async function readEvents(body2, onEvent) {
  const reader = body2.pipeThrough(
    /** @type {any} */
    new TextDecoderStream()
  ).getReader();
  let rest = "";
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("data: ")) onEvent(JSON.parse(block.slice("data: ".length)));
    }
  }
}

// trace/page/explain.js
function explanationOf(step, era, { explanations, specs, words: words2 }, breaksLabel) {
  const explanation = explanations[step];
  if (!explanation) return [];
  const address = specs[era ?? "2026"][step] ?? explanation.spec;
  const isOfMcp = address.startsWith("https://modelcontextprotocol.io/");
  const link = element("a", "spec", `${isOfMcp ? words2.specification : words2.reference} \u2197`);
  link.href = address;
  link.target = "_blank";
  link.rel = "noreferrer";
  return [
    element("p", "text", explanation.text),
    element("p", "breaks", void 0, [
      element("strong", "", breaksLabel),
      " ",
      explanation.breaks
    ]),
    element("p", "", void 0, [
      link
    ])
  ];
}
function notesOn(steps, era, data2) {
  return steps.map((step) => element("details", "part", void 0, [
    element("summary", "", data2.explanations[step]?.title ?? step),
    ...explanationOf(step, era, data2, data2.words.breaks)
  ]));
}

// trace/page/json_text.js
var TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
var MOST_COLOURED = 2e4;
function bodyText(text) {
  const pre = element("pre", "body");
  const pretty = indented(text);
  if (pretty === void 0 || pretty.length > MOST_COLOURED) {
    pre.textContent = pretty ?? text;
    return pre;
  }
  let end = 0;
  for (const match of pretty.matchAll(TOKENS)) {
    const [whole, string, colon, word] = match;
    const kind = string === void 0 ? word ? "word" : "digits" : colon ? "key" : "string";
    pre.append(pretty.slice(end, match.index), element("span", kind, string ?? whole), colon ?? "");
    end = match.index + whole.length;
  }
  pre.append(pretty.slice(end));
  return pre;
}
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return void 0;
  }
}

// trace/page/panel.js
function createPanel(data2, { onClosed, onStep }) {
  const panel2 = byId("panel", "aside");
  const content = byId("panel-content", "div");
  const close = () => {
    if (panel2.hidden) return;
    panel2.hidden = true;
    document.body.classList.remove("has-panel");
    onClosed();
  };
  byId("panel-close", "button").addEventListener("click", close);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  panel2.addEventListener("keydown", ({ key, ctrlKey, altKey, metaKey }) => {
    if (ctrlKey || altKey || metaKey) return;
    if (key === "ArrowRight") onStep(1);
    else if (key === "ArrowLeft") onStep(-1);
  });
  let waiting;
  const show = (exchange, isNew) => {
    waiting = !isNew && isMarked(content) ? exchange : void 0;
    if (waiting) return;
    const opened = isNew ? [] : openedIn(content);
    const focused = stopsIn(content).findIndex((stop) => stop === document.activeElement);
    content.replaceChildren(...head(exchange, data2), ...wire(exchange, data2));
    for (const index of opened) content.querySelectorAll("details")[index]?.setAttribute("open", "");
    panel2.hidden = false;
    document.body.classList.add("has-panel");
    if (!isNew) return stopsIn(content)[focused]?.focus({
      preventScroll: true
    });
    panel2.scrollTop = 0;
    byId("panel-title", "h2").focus({
      preventScroll: true
    });
  };
  document.addEventListener("selectionchange", () => waiting && show(waiting, false));
  return {
    show,
    close
  };
}
function isMarked(content) {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && content.contains(selection.anchorNode);
}
function stopsIn(content) {
  return [
    .../** @type {NodeListOf<HTMLElement>} */
    content.querySelectorAll("summary, a, [tabindex]")
  ];
}
function openedIn(content) {
  return [
    ...content.querySelectorAll("details")
  ].flatMap(({ open: open2 }, index) => open2 ? [
    index
  ] : []);
}
function head(exchange, data2) {
  const { id, era, session, client, peer, startedAt, step, ms } = exchange;
  const { words: words2, explanations } = data2;
  const facts = [
    element("span", "number", `#${id}`),
    era ? element("span", `badge era-${era}`, era) : void 0,
    peer === "model" ? element("span", "badge model", words2.model) : void 0,
    element("span", "", `${client} \u2192 ${peer === "model" ? words2.model : words2.server}`),
    session ? element("span", "", session) : void 0,
    element("span", "", clock(startedAt)),
    element("span", "", ms === void 0 ? words2.open : took(ms))
  ];
  const title = element("h2", "", explanations[step]?.title ?? methodOf(exchange));
  title.id = "panel-title";
  title.tabIndex = -1;
  const failure = failureOf(exchange);
  const failed = failure && element("div", "failed", void 0, [
    element("h3", "", explanations[failure]?.title ?? failure),
    ...explanationOf(failure, era, data2, failure === "tool_error" ? words2.breaks : words2.fix)
  ]);
  return [
    element("p", "facts", void 0, facts),
    title,
    ...failed ? [
      failed
    ] : [],
    ...explanationOf(step, era, data2, words2.breaks)
  ];
}
function wire(exchange, data2) {
  const { method, url, requestHeaders, requestBody, requestBytes, era, parts } = exchange;
  const { status, responseHeaders, responseBody = "", responseBytes, failure } = exchange;
  const { words: words2 } = data2;
  const line = status === void 0 ? failure ?? words2.noAnswer : `HTTP ${status}`;
  return [
    section(words2.request, [
      element("p", "wire-line", void 0, [
        element("b", "", method),
        " ",
        pathOf(url) + queryOf(url)
      ]),
      headerTable(requestHeaders, words2.headers),
      ...body(requestBody, requestBytes, words2.cut),
      ...notesOn(parts?.asked ?? [], era, data2)
    ]),
    section(words2.response, [
      element("p", (status ?? 0) >= 400 || failure && !isLookInVain(exchange) ? "wire-line bad" : "wire-line", line),
      status === void 0 || failure === void 0 ? void 0 : element("p", "wire-line bad", failure),
      headerTable(responseHeaders ?? {}, words2.headers),
      ...body(responseBody, responseBytes, words2.cut),
      ...notesOn(parts?.answered ?? [], era, data2)
    ]),
    ...eventList(exchange, data2)
  ];
}
function queryOf(url) {
  return url.includes("?") ? url.slice(url.indexOf("?")) : "";
}
function section(title, children) {
  return element("section", "wire", void 0, [
    element("h3", "", title),
    ...children
  ]);
}
function headerTable(headers, title) {
  const rows = Object.entries(headers).map(([name, value]) => {
    const head2 = element("th", "", name);
    head2.scope = "row";
    return element("tr", "", void 0, [
      head2,
      element("td", "", value)
    ]);
  });
  if (rows.length === 0) return void 0;
  const caption = element("caption", "visually-hidden", title);
  return element("table", "headers", void 0, [
    caption,
    element("tbody", "", void 0, rows)
  ]);
}
function body(text, bytes = 0, cutText) {
  if (text === "") return [];
  const kept2 = new TextEncoder().encode(text).length;
  const note = bytes > 64 * 1024 && fill(cutText, {
    shown: size(kept2),
    all: size(bytes)
  });
  return [
    bodyText(text),
    note ? element("p", "note", note) : void 0
  ];
}
function eventList({ events, droppedEvents, era }, data2) {
  if (events.length === 0) return [];
  const { words: words2 } = data2;
  const items = events.map(({ ms, event, data: text, step }) => element("li", "", void 0, [
    element("p", "event-line", void 0, [
      element("span", "took", `+ ${took(ms)}`),
      element("b", "", event)
    ]),
    text === "" ? void 0 : bodyText(text),
    ...notesOn(step ? [
      step
    ] : [], era, data2)
  ]));
  const dropped = droppedEvents ? fill(words2.dropped, {
    n: count(droppedEvents)
  }) : void 0;
  return [
    section(words2.events, [
      element("ol", "events", void 0, items),
      dropped === void 0 ? void 0 : element("p", "note", dropped)
    ])
  ];
}

// trace/page/page.js
var MOST_EXCHANGES = 1e3;
var MOST_PENDING = 2e3;
var data = JSON.parse(byId("wire-data", "script").textContent ?? "");
var { words } = data;
var isLive = data.exchanges === void 0;
var narrow = matchMedia("(max-width: 40rem)");
var scroller = byId("diagram", "section");
var stateLine = byId("state", "p");
var store = createStore(data.exchanges?.length ?? MOST_EXCHANGES);
var filter = { session: "", method: "", failures: false };
var frozen;
var missed = 0;
var chosen;
var state = "";
var isOpen = !isLive;
var isFrameAsked = false;
var mustRedraw = true;
var pending = [];
var changed = /* @__PURE__ */ new Set();
var lanes = lanesOf([], { words, narrow: narrow.matches });
var panel = createPanel(data, {
  onClosed() {
    const last = chosen;
    chosen = void 0;
    diagram.choose(void 0);
    diagram.focus(last);
  },
  onStep(by) {
    const next = diagram.beside(chosen, by);
    if (next !== void 0) open(next);
  }
});
var diagram = createDiagram(data, open);
function open(id) {
  const exchange = kept().get(id);
  if (!exchange) return;
  chosen = id;
  diagram.choose(id);
  panel.show(exchange, true);
}
var controls = createControls(filter, words, {
  onFilter: redrawSoon,
  onPause() {
    frozen = frozen ? void 0 : new Map(store.exchanges);
    missed = 0;
    stateLine.classList.toggle("is-paused", frozen !== void 0);
    redrawSoon();
    return frozen !== void 0;
  },
  onClear: clearByHand,
  onSave: () => saveLines([...kept().values()].filter(shown)),
  onSaveHar: () => saveHar([...kept().values()].filter(shown), data)
});
narrow.addEventListener("change", redrawSoon);
function kept() {
  return frozen ?? store.exchanges;
}
function shown(exchange) {
  return passes(exchange, filter);
}
function momentShown({ exchange, event }) {
  const asker = event?.answers === void 0 ? void 0 : kept().get(event.answers);
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
  const isWhole = event.kind === "request" && exchange.status !== void 0;
  const isTold = event.kind === "event" && event.isWrong;
  const passesNow = filter.failures && (isTold || isFailed(exchange)) || filter.session !== "" && "session" in event;
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
    onRefused: (reason) => tell(fill(words.notAllowed, { reason }), "lost")
  });
} else {
  controls.hideLive();
  for (const exchange of data.exchanges ?? []) store.take({ kind: "request", exchange });
  draw();
}
