/**
 * Which exchanges are shown.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 */
import { isFailed } from "./moments.js";

/**
 * @typedef {object} Filter An empty text lets all pass.
 * @property {string} session
 * @property {string} method
 * @property {boolean} failures
 */

/** What an exchange is called: its JSON-RPC method, or that of HTTP and the path. @param {Exchange} exchange */
export function methodOf({ rpc, method, url, peer, requestHeaders }) {
  if (peer === "model") return pathOf(url).replace(/^.*\/v\d+\//, "");
  // A body that was refused unread has told nothing.
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
 * What can be chosen: the sessions and the methods there are.
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
