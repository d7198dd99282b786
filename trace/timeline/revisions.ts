/**
 * Which revision of the specification each server of a run speaks: the links lead to that.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";
import { createLru } from "../../lib/lru.ts";
import type { Exchange, TraceEra } from "../exchange.ts";
import { readMessage } from "../steps/message.ts";

/** Follows what the servers of a run answer to the handshake. */
export interface Revisions {
  /** The era of an exchange, and the revision negotiated in it, if it was; of one with the model, those before it. */
  of(exchange: Exchange): readonly [era?: TraceEra, revision?: string];
  /** A message of the server: it may say which revision was chosen. */
  hear(exchange: Exchange, data: string): void;
}

/** A server's clients choose the name by which they reach it. */
const MAX_ORIGINS = 100;

/** Begins with nothing negotiated. */
export function createRevisions(): Revisions {
  const spoken = createLru<string, string>(MAX_ORIGINS);
  let latest: readonly [era?: TraceEra, revision?: string] = [];
  const keyOf = ({ url, era }: Exchange) => `${URL.parse(url)?.origin} ${era}`;
  return {
    of(exchange) {
      const { era } = exchange;
      if (era === undefined) return latest;
      const revision = spoken.get(keyOf(exchange));
      return latest = revision === undefined ? [era] : [era, revision];
    },
    hear(exchange, data) {
      const { protocolVersion } = asObject(readMessage(data).result);
      if (exchange.era === undefined || typeof protocolVersion !== "string") return;
      // The server chooses the text: a revision is a date.
      if (/^\d{4}-\d\d-\d\d$/.test(protocolVersion)) spoken.set(keyOf(exchange), protocolVersion);
    },
  };
}
