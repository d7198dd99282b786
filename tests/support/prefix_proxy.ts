/** A reverse proxy that serves a server below a path, as nginx does with `location /tools/`. */
import type { TestServer } from "./start_server.ts";

export interface PrefixProxy extends AsyncDisposable {
  /** The URL of a path of the server, as its clients see it. */
  at(path: string): URL;
}

/** Removes `/tools` from each path, and answers 404 outside of it. It adds no header. */
export function startPrefixProxy(server: TestServer): PrefixProxy {
  const proxy = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith("/tools/")) return new Response(null, { status: 404 });
    const { method, headers, signal } = request;
    const body = method === "POST" ? await request.arrayBuffer() : null;
    return await fetch(server.at(pathname.slice("/tools".length) + search), {
      method,
      headers,
      body,
      signal,
    });
  });
  return {
    at: (path) => new URL(`http://127.0.0.1:${proxy.addr.port}/tools${path}`),
    [Symbol.asyncDispose]: () => proxy.shutdown(),
  };
}
