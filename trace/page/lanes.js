/**
 * The lanes of the diagram, from left to right.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./moments.js").Moment} Moment
 * @typedef {import("./words.ts").PageWords} Words
 */

/** The maximum number of clients with a lane of their own; further ones share the last. */
const CLIENT_LANES = 3;

/**
 * @param {Iterable<Exchange>} exchanges
 * @param {{ words: Words, narrow: boolean, all?: Iterable<Exchange> }} options `narrow`: all
 *   clients share a lane; `all`: also the exchanges that are not shown, which may contain a name
 */
export function lanesOf(exchanges, { words, narrow, all: known = exchanges }) {
  const all = [...exchanges];
  // A client's name appears once in a session, and applies to all of it.
  const told = new Map(
    [...known].flatMap(({ step, session, client }) =>
      step === "initialize" && session !== undefined ? [[session, client]] : []
    ),
  );
  /** @param {Exchange} exchange */
  const nameOf = ({ session, client }) => (session && told.get(session)) ?? client;
  // Clients refused before they sent a name come last.
  const clients = [...new Set(all.map(nameOf))].sort((a, b) => Number(a === "?") - Number(b === "?"));
  const own = clients.slice(0, narrow ? 1 : CLIENT_LANES);
  const more = clients.length - own.length;
  const names = own.map(shownName).map((name, index) =>
    index === own.length - 1 && more > 0 ? `${name} + ${more}` : name
  );
  if (names.length === 0) names.push(words.client);
  const hasModel = all.some(({ peer }) => peer === "model");
  const lanes = [
    ...(hasModel ? [words.you] : []),
    ...names,
    ...(hasModel ? [words.model] : []),
    words.server,
  ];
  /** @param {string} name */
  function shownName(name) {
    return name === "?" ? words.unknownClient : name;
  }
  const first = hasModel ? 1 : 0;
  const server = lanes.length - 1;
  /** @param {Exchange} exchange */
  const clientOf = (exchange) => {
    const index = clients.indexOf(nameOf(exchange));
    return first + Math.min(Math.max(index, 0), names.length - 1);
  };
  /** @param {Exchange} exchange */
  const peerOf = ({ peer }) => peer === "model" ? server - 1 : server;
  return {
    names: lanes,
    /**
     * Whether the lanes are still right with this exchange: in HTTP+SSE the stream opens before its
     * client sends its name.
     *
     * @param {Exchange} exchange
     */
    knows(exchange) {
      const { era, step, session } = exchange;
      const isNamed = era === "2024" && step === "initialize" && session !== undefined && !told.has(session);
      return !isNamed && clients.includes(nameOf(exchange));
    },
    nameOf,
    /**
     * @param {Moment} moment
     * @returns {[number, number]} the lanes that it leads from and to
     */
    ends({ kind, exchange }) {
      if (kind === "question") return [0, clientOf(exchange)];
      if (kind === "answer") return [clientOf(exchange), 0];
      const [client, peer] = [clientOf(exchange), peerOf(exchange)];
      const isOfClient = kind === "request" || (kind === "end" && exchange.aborted);
      return isOfClient ? [client, peer] : [peer, client];
    },
  };
}

/** @typedef {ReturnType<typeof lanesOf>} Lanes */
