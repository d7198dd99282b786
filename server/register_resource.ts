/**
 * Registers a resource with the SDK, and serves the subscriptions of the older eras.
 *
 * @module
 */
import {
  type McpServer,
  ProtocolError,
  ResourceNotFoundError,
  ResourceTemplate,
} from "@modelcontextprotocol/server";
import type { Resource } from "../features/resources/resource.ts";
import { type FindResource, singleValues } from "./find_resource.ts";
import { REFUSED } from "./json_rpc.ts";
import type { McpServerOptions } from "./mcp_server_options.ts";
import type { MinuteTicker } from "./minute_ticker.ts";

/** Registers a resource, or the template of a family of them. */
export function registerResource(server: McpServer, resource: Resource, { now }: McpServerOptions): void {
  const { name, title, description, mimeType, uri: address, ttlMs, complete } = resource;
  const config = { title, description, mimeType, cacheHint: { ttlMs, cacheScope: "public" as const } };
  const read = (uri: URL, variables: Readonly<Record<string, string | string[]>>) => {
    const text = resource.read(singleValues(variables), { now });
    if (text === undefined) throw new ResourceNotFoundError(uri.href);
    return { contents: [{ uri: uri.href, mimeType, text }] };
  };
  if (!address.includes("{")) {
    server.registerResource(name, address, config, (uri) => read(uri, {}));
    return;
  }
  const template = new ResourceTemplate(address, {
    list: undefined,
    ...(complete ? { complete: { ...complete } } : {}),
  });
  server.registerResource(name, template, config, read);
}

/** How many resources one session may watch: the client chooses their names. */
const MAX_WATCHED = 1000;

/**
 * Serves `resources/subscribe` of 2024 and 2025: each minute the session is notified about its
 * resources. The newest era uses `subscriptions/listen`, which the SDK serves.
 */
export function serveSubscriptions(server: McpServer, ticker: MinuteTicker, find: FindResource): void {
  const watched = new Set<string>();
  let stop: (() => void) | undefined;
  const unwatch = () => {
    stop?.();
    stop = undefined;
  };
  server.server.setRequestHandler("resources/subscribe", ({ params: { uri } }) => {
    const resource = find(uri);
    if (!resource) throw new ResourceNotFoundError(uri);
    // A resource that never changes sends no notification.
    if (!resource.changesEachMinute) return {};
    if (watched.size >= MAX_WATCHED) {
      throw new ProtocolError(REFUSED, "This session watches too many resources.");
    }
    watched.add(uri);
    stop ??= ticker.each(() => {
      for (const each of watched) server.server.sendResourceUpdated({ uri: each }).catch(() => {});
    });
    return {};
  });
  server.server.setRequestHandler("resources/unsubscribe", ({ params }) => {
    watched.delete(params.uri);
    if (watched.size === 0) unwatch();
    return {};
  });
  const onclose = server.server.onclose;
  server.server.onclose = () => {
    unwatch();
    onclose?.();
  };
}
