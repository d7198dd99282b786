/** What the open `subscriptions/listen` streams of 2026 watch, and who tells them. */
import type { ServerEventBus } from "@modelcontextprotocol/server";
import { methodOf } from "./json_rpc.ts";
import type { MinuteTicker } from "./minute_ticker.ts";
import type { FindResource } from "./register_resource.ts";

export interface Subscriptions {
  /** What the SDK's streams listen to; each takes what it has asked for. */
  readonly bus: ServerEventBus;
  /** Counts what a request wants to watch; returns how to end it. */
  watch(body: unknown): () => void;
}

/** How many resources one stream may watch: their names are the client's choice. */
const MAX_WATCHED = 1000;

export function createSubscriptions(ticker: MinuteTicker, find: FindResource): Subscriptions {
  const watched = new Map<string, number>();
  return {
    bus: {
      publish() {},
      subscribe: (listener) =>
        ticker.each(() => {
          for (const uri of watched.keys()) listener({ kind: "resource_updated", uri });
        }),
    },
    watch(body) {
      const uris = askedFor(body).filter((uri) => find(uri)?.changesEachMinute);
      for (const uri of uris) watched.set(uri, (watched.get(uri) ?? 0) + 1);
      return () => {
        for (const uri of uris.splice(0)) {
          const remaining = watched.get(uri)! - 1;
          if (remaining > 0) watched.set(uri, remaining);
          else watched.delete(uri);
        }
      };
    },
  };
}

/** The resources that a `subscriptions/listen` asks for; none for any other request. */
function askedFor(body: unknown): string[] {
  if (methodOf(body) !== "subscriptions/listen") return [];
  const { params } = body as { params?: { notifications?: { resourceSubscriptions?: unknown } } };
  const uris = params?.notifications?.resourceSubscriptions;
  if (!Array.isArray(uris)) return [];
  return uris.filter((uri): uri is string => typeof uri === "string").slice(0, MAX_WATCHED);
}
