/**
 * What the open `subscriptions/listen` streams watch (MCP 2026-07-28 `basic/utilities/subscriptions`).
 *
 * @module
 */
import type { ServerEventBus } from "@modelcontextprotocol/server";
import { createCounter } from "../lib/counter.ts";
import { asObject } from "../lib/json.ts";
import type { FindResource } from "./find_resource.ts";
import { methodOf } from "./json_rpc.ts";
import type { MinuteTicker } from "./minute_ticker.ts";

/** The resources that the streams watch, and how those streams learn of a change. */
export interface Subscriptions {
  /** What the SDK's streams listen to; each takes what its client has asked for. */
  readonly bus: ServerEventBus;
  /** Counts what a request wants to watch; returns how to end it, which may be called twice. */
  watch(body: unknown): () => void;
}

/** How many resources one stream may watch: their names are the client's choice. */
const MAX_WATCHED = 1000;

/** Begins with no resource watched. */
export function createSubscriptions(ticker: MinuteTicker, find: FindResource): Subscriptions {
  const watched = createCounter<string>();
  return {
    bus: {
      publish() {},
      subscribe: (listener) =>
        ticker.each(() => {
          for (const uri of watched.keys()) listener({ kind: "resource_updated", uri });
        }),
    },
    watch(body) {
      const uris = requestedResources(body).filter((uri) => find(uri)?.changesEachMinute);
      uris.forEach(watched.add);
      return () => uris.splice(0).forEach(watched.remove);
    },
  };
}

/** The resources that a `subscriptions/listen` asks for; none for any other request. */
function requestedResources(body: unknown): string[] {
  if (methodOf(body) !== "subscriptions/listen") return [];
  const { notifications } = asObject(asObject(body).params);
  const uris = asObject(notifications).resourceSubscriptions;
  if (!Array.isArray(uris)) return [];
  return uris.filter((uri): uri is string => typeof uri === "string").slice(0, MAX_WATCHED);
}
