/** Numbers in the language of the page. */

/** @param {number} ms */
export function took(ms) {
  return ms < 1000 ? `${rounded(ms, ms < 10 ? 1 : 0)} ms` : `${rounded(ms / 1000, 2)} s`;
}

/** @param {number} bytes */
export function size(bytes) {
  return `${rounded(bytes / 1024, 1)} KiB`;
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

/** @param {number} number @param {number} digits after the point, at most */
function rounded(number, digits) {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(number);
}
