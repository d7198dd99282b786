/** Numbers in the language of the page. */

/** @param {number} ms */
export function took(ms) {
  return ms < 1000 ? unit(ms, "millisecond", ms < 10 ? 1 : 0) : unit(ms / 1000, "second", 2);
}

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1000 ? unit(bytes, "byte", 0) : unit(bytes / 1000, "kilobyte", 1);
}

/** @param {number} number */
export function count(number) {
  return new Intl.NumberFormat(document.documentElement.lang).format(number);
}

/** The time of day, with milliseconds. @param {string} startedAt ISO 8601 */
export function clock(startedAt) {
  const date = new Date(startedAt);
  return date.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hour12: false,
  });
}

/**
 * A text with `{name}`s filled in.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * @param {number} number
 * @param {string} unit
 * @param {number} digits
 */
function unit(number, unit, digits) {
  const { lang } = document.documentElement;
  const options = { unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: digits };
  return new Intl.NumberFormat(lang, /** @type {any} */ ({ style: "unit", unit, ...options })).format(number);
}
