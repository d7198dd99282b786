/**
 * Which exchanges are shown.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 */
import { isFailed } from "./moments.js";

/**
 * @typedef {object} Filter An empty text matches everything.
 * @property {string} session
 * @property {string} method
 * @property {boolean} failures
 */

/**
 * The label of an exchange: its JSON-RPC method, or the HTTP method and the path. @param {Exchange}
 * exchange
 */
export function methodOf({ rpc, method, url, peer, requestHeaders }) {
  if (peer === "model") return pathOf(url).replace(/^.*\/v\d+\//, "");
  // The JSON-RPC method is unknown if the body was refused unread.
  return rpc?.method ?? requestHeaders["mcp-method"] ?? `${method} ${pathOf(url)}`;
}

/** @param {string} url */
export function pathOf(url) {
  return url.replace(/^https?:\/\/[^/?#]*/, "").replace(/[?#].*$/s, "") || "/";
}

/**
 * @param {Exchange} exchange
 * @param {Filter} filter
 */
export function passes(exchange, { session, method, failures }) {
  return (session === "" || exchange.session === session) &&
    (method === "" || methodOf(exchange) === method) &&
    (!failures || isFailed(exchange));
}

/**
 * The available choices: the sessions and the methods.
 *
 * @param {Iterable<Exchange>} exchanges
 */
export function choicesOf(exchanges) {
  const sessions = new Set();
  const methods = new Set();
  for (const exchange of exchanges) {
    if (exchange.session) sessions.add(exchange.session);
    methods.add(methodOf(exchange));
  }
  return { sessions: [...sessions], methods: [...methods].sort() };
}
