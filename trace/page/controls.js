/**
 * The user's controls: the filters, pause, clear, save.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./filter.js").Filter} Filter
 * @typedef {import("./words.ts").PageWords} Words
 */
import { byId, element } from "./dom.js";
import { choicesOf } from "./filter.js";
import { harOf } from "./har.js";

/**
 * @param {Filter} filter is changed by the user
 * @param {Words} words
 * @param {{ onFilter: () => void, onPause: () => boolean, onClear: () => void, onSave: () => void, onSaveHar: () => void }} acts
 *   `onPause` returns whether the page is paused now
 */
export function createControls(filter, words, { onFilter, onPause, onClear, onSave, onSaveHar }) {
  let choices = "";
  byId("filters", "form").addEventListener("submit", (event) => event.preventDefault());
  byId("filters", "form").addEventListener("change", () => {
    filter.session = byId("session", "select").value;
    filter.method = byId("method", "select").value;
    filter.failures = byId("failures", "input").checked;
    onFilter();
  });
  const pause = byId("pause", "button");
  pause.addEventListener("click", () => {
    pause.textContent = onPause() ? words.resume : words.pause;
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
      const found = JSON.stringify([sessions, methods]);
      if (found === choices) return;
      choices = found;
      fillSelect(byId("session", "select"), filter.session, sessions, words.all);
      fillSelect(byId("method", "select"), filter.method, methods, words.all);
    },
  };
}

/**
 * A selected value that no longer exists stays selected, so that the view does not change by
 * itself.
 *
 * @param {HTMLSelectElement} select
 * @param {string} chosen
 * @param {readonly string[]} values
 * @param {string} all
 */
function fillSelect(select, chosen, values, all) {
  const offered = chosen === "" || values.includes(chosen) ? values : [...values, chosen];
  const options = [all, ...offered].map((value) => element("option", "", value));
  for (const [index, option] of options.entries()) option.value = index === 0 ? "" : option.text;
  select.replaceChildren(...options);
  select.value = chosen;
}

/** The recorded exchange, without the fields that the page adds. @param {Exchange} exchange */
function recorded({ parts: _, wrong: _wrong, events, ...exchange }) {
  return { ...exchange, events: events.map(({ gist: _, isWrong: _isWrong, ...event }) => event) };
}

/** Saves exchanges as a trace file, one per line. @param {readonly Exchange[]} exchanges */
export function saveLines(exchanges) {
  save("wire.jsonl", "application/jsonl", exchanges.map((each) => `${JSON.stringify(recorded(each))}\n`));
}

/**
 * Saves exchanges as a HAR file, for browser tools.
 *
 * @param {readonly Exchange[]} exchanges
 * @param {import("./render_page.ts").PageData} data
 */
export function saveHar(exchanges, { version, explanations }) {
  save("wire.har", "application/json", [
    harOf(exchanges.map(recorded), version, (step) => explanations[step]),
  ]);
}

/** @param {string} name @param {string} type @param {string[]} texts */
function save(name, type, texts) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob(texts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/**
 * Asks for the key, which is returned and not stored.
 *
 * @param {boolean} wasWrong
 * @returns {Promise<string>}
 */
export function askKey(wasWrong) {
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
