/**
 * The diagram: a list of exchanges, each with its arrows. Arrows of an exchange that occur after
 * another exchange's are a separate item further down, in chronological order.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./lanes.js").Lanes} Lanes
 */
import { drawArrow } from "./arrow.js";
import { byId, element, unseen } from "./dom.js";
import { clock, fill } from "./numbers.js";

/** The maximum number of arrows in the document; older ones are removed. */
const MOST_ARROWS = 1_000;

/**
 * The maximum number of arrows per item; a longer run continues in a further item, so that old ones
 * can be removed.
 */
const ARROWS_OF_ITEM = 20;

/**
 * @param {import("./render_page.ts").PageData} data
 * @param {(id: number) => void} onChosen
 */
export function createDiagram(data, onChosen) {
  const { words } = data;
  const list = byId("exchanges", "ol");
  const heads = byId("lanes", "div");
  /** @type {{ item: HTMLLIElement, button: HTMLButtonElement, id: number, arrows: number }[]} */
  const items = [];
  let arrows = 0;

  /** @param {Moment} moment */
  const itemFor = ({ exchange }) => {
    const last = items.at(-1);
    if (last?.id === exchange.id && last.arrows < ARROWS_OF_ITEM) return last;
    const isLate = items.some(({ id }) => id === exchange.id);
    const button = element("button", "exchange");
    button.type = "button";
    button.tabIndex = items.length === 0 ? 0 : -1;
    button.dataset.id = String(exchange.id);
    const era = exchange.era === undefined ? "" : fill(words.era, { era: exchange.era });
    const gutter = element("span", "gutter", undefined, [
      unseen(words.exchange),
      element("span", "number", String(exchange.id)),
      element("span", "time", isLate ? "" : clock(exchange.startedAt)),
      unseen(era),
    ]);
    button.append(gutter, element("span", "arrows"));
    const item = element("li", isLate ? "late" : "", undefined, [button]);
    list.append(item);
    const made = { item, button, id: exchange.id, arrows: 0 };
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

  /** @param {HTMLButtonElement | undefined} button */
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
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    moveTo(items[next]?.button);
  });

  return {
    /** @param {readonly Moment[]} moments @param {Lanes} lanes @param {boolean} [isStill] they have been drawn before */
    append(moments, lanes, isStill = false) {
      // Skip the arrows that would be removed immediately.
      for (const moment of moments.slice(-MOST_ARROWS)) {
        const item = itemFor(moment);
        const arrow = drawArrow(moment, lanes, data);
        arrow.classList.toggle("still", isStill);
        item.button.querySelector(".arrows")?.append(arrow);
        item.arrows++;
        arrows++;
        mark(item.item, moment.exchange);
      }
      trim();
    },
    /** @param {readonly Moment[]} moments @param {Lanes} lanes */
    replace(moments, lanes) {
      const focused = document.activeElement instanceof HTMLElement && list.contains(document.activeElement)
        ? document.activeElement.dataset.id
        : undefined;
      items.length = arrows = 0;
      list.replaceChildren();
      heads.style.setProperty("--lanes", String(lanes.names.length));
      list.style.setProperty("--lanes", String(lanes.names.length));
      heads.replaceChildren(...lanes.names.map(headOf));
      this.append(moments, lanes, true);
      if (focused) moveTo(items.find(({ button }) => button.dataset.id === focused)?.button);
    },
    /** Marks the exchange that is open in the panel. @param {number | undefined} chosen */
    choose(chosen) {
      for (const { button, id } of items) {
        if (id === chosen) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
    },
    /**
     * The next or previous exchange in the diagram. @param {number | undefined} id @param {1 | -1}
     * by
     */
    beside(id, by) {
      const ids = [...new Set(items.map((item) => item.id))];
      return id === undefined ? undefined : ids[ids.indexOf(id) + by];
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
    },
  };
}

/** @param {string} name @param {number} lane */
function headOf(name, lane) {
  const head = element("span", "lane", undefined, [element("span", "", name)]);
  head.style.setProperty("--lane", String(lane));
  return head;
}

/** @param {HTMLLIElement} item @param {Exchange} exchange */
function mark(item, { ms, failure }) {
  item.classList.toggle("open", ms === undefined && failure === undefined);
}
