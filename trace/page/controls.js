/**
 * What a person can turn: the filters, pause, clear, save.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./filter.js").Filter} Filter
 * @typedef {import("./words.ts").PageWords} Words
 */
import { byId, element } from "./dom.js";
import { choicesOf } from "./filter.js";

/**
 * @param {Filter} filter is changed as the person says
 * @param {Words} words
 * @param {{ onFilter: () => void, onPause: () => boolean, onClear: () => void, onSave: () => void }} acts
 *   `onPause` returns whether the page is paused now
 */
export function createControls(filter, words, { onFilter, onPause, onClear, onSave }) {
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
  return {
    /** A file has nothing to pause and nothing to clear. */
    hideLive() {
      pause.hidden = byId("clear", "button").hidden = true;
    },
    /** Offers the sessions and methods there are. @param {Iterable<Exchange>} exchanges */
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
 * A choice that is no longer there stays chosen: what is shown must not change by itself.
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

/** Saves exchanges as a trace file, one a line. @param {readonly Exchange[]} exchanges */
export function saveLines(exchanges) {
  // What the page adds to a record is no part of it.
  const lines = exchanges.map(({ parts: _, wrong: _wrong, events, ...exchange }) => {
    const recorded = events.map(({ gist: _, isWrong: _isWrong, ...event }) => event);
    return `${JSON.stringify({ ...exchange, events: recorded })}\n`;
  });
  const link = element("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  link.download = "wire.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/**
 * Asks for the key. It is returned and kept nowhere else.
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
