/**
 * The resources that the open `subscriptions/listen` streams watch (MCP 2026-07-28
 * `basic/utilities/subscriptions`).
 *
 * @module
 */
import type { ServerEventBus } from "@modelcontextprotocol/server";
import { createCounter } from "../lib/counter.ts";
import { asObject } from "../lib/json.ts";
import type { FindResource } from "./find_resource.ts";
import { methodOf } from "./json_rpc.ts";
import type { MinuteTicker } from "./minute_ticker.ts";

/** The watched resources, and how their streams learn of a change. */
export interface Subscriptions {
  /** The event bus of the SDK's streams; each forwards what its client has subscribed to. */
  readonly bus: ServerEventBus;
  /**
   * Counts the resources that a request watches; returns a function that ends it, which may be
   * called twice.
   */
  watch(body: unknown): () => void;
}

/** How many resources one stream may watch: the client chooses their names. */
const MAX_WATCHED = 1000;

/** Creates a registry without watched resources. */
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

/** The resources in a `subscriptions/listen` request; none for any other request. */
function requestedResources(body: unknown): string[] {
  if (methodOf(body) !== "subscriptions/listen") return [];
  const { notifications } = asObject(asObject(body).params);
  const uris = asObject(notifications).resourceSubscriptions;
  if (!Array.isArray(uris)) return [];
  return uris.filter((uri): uri is string => typeof uri === "string").slice(0, MAX_WATCHED);
}
