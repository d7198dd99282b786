/**
 * Which revision of the specification each server of a run speaks: the links lead to that.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";
import type { Exchange, TraceEra } from "../exchange.ts";
import { spokenEra } from "../explain/spec.ts";
import { readMessage } from "../steps/message.ts";

/** Follows what the servers of a run answer to the handshake. */
export interface Revisions {
  /** The era of an exchange, and that of the revision spoken in it; of one with the model, those of MCP before. */
  of(exchange: Exchange): [] | readonly [era: TraceEra, spoken: TraceEra];
  /** A message of the server: it may say which revision was chosen. */
  hear(exchange: Exchange, data: string): void;
}

/** Begins with what the eras themselves speak. */
export function createRevisions(): Revisions {
  const spoken = new Map<string, TraceEra>();
  let latest: readonly [TraceEra, TraceEra] | undefined;
  const keyOf = ({ url, era }: Exchange) => `${URL.parse(url)?.origin} ${era}`;
  return {
    of(exchange) {
      const { era } = exchange;
      if (era === undefined) return latest ?? [];
      return latest = [era, spoken.get(keyOf(exchange)) ?? era];
    },
    hear(exchange, data) {
      const { protocolVersion } = asObject(readMessage(data).result);
      if (exchange.era !== "2024" || typeof protocolVersion !== "string") return;
      spoken.set(keyOf(exchange), spokenEra(exchange.era, protocolVersion));
    },
  };
}
