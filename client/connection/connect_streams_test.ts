/** Connections that come about, and streams that must not outlive them: the sanitizers watch. */
import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { attempt, type Call, serve } from "../../tests/support/answering_server.ts";

const result = (id: unknown, value: unknown) => ({ jsonrpc: "2.0", id, result: value });
const initialized = (id: unknown, protocolVersion: string) =>
  result(id, { protocolVersion, capabilities: {}, serverInfo: { name: "fake", version: "1" } });
const discovered = (id: unknown) =>
  result(id, {
    supportedVersions: ["2026-07-28"],
    capabilities: {},
    _meta: { "io.modelcontextprotocol/serverInfo": { name: "fake", version: "1" } },
    resultType: "complete",
    ttlMs: 0,
    cacheScope: "private",
  });
const nothing = (status: number) => new Response(null, { status });

/** An event stream that stays open; `ended` resolves when the other side has gone. */
function openStream(first = "") {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const encoder = new TextEncoder();
  let send: (text: string) => void = () => {};
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      send = (text) => controller.enqueue(encoder.encode(text));
      send(`: open\n\n${first}`);
    },
    cancel: () => resolve(),
  });
  const response = new Response(body, { headers: { "content-type": "text/event-stream" } });
  return { response, ended, send: (text: string) => send(text) };
}

const endpoint = (to: string) => `event: endpoint\ndata: ${to}\n\n`;
const message = (value: unknown) => `event: message\ndata: ${JSON.stringify(value)}\n\n`;

Deno.test("A server of 2026 is found with one request, and closing sends nothing", async () => {
  await using server = serve((_request, { id }) => Response.json(discovered(id)));
  const connection = await attempt(server.url);
  assert.equal(connection.era, "2026");
  assert.equal(connection.revision, "2026-07-28");
  assert.equal(connection.url.pathname, "/mcp");
  assert.equal(connection.client.getServerVersion()?.name, "fake");
  await connection.close();
  assert.deepEqual(server.asked, ["POST /mcp server/discover"]);
});

Deno.test("A server of 2025 is found after one refusal; closing ends its stream and its session", async () => {
  const stream = openStream();
  const listening = Promise.withResolvers<void>();
  const sessions: (string | null)[] = [];
  await using server = serve(({ method, headers }, { id, method: called }) => {
    sessions.push(headers.get("mcp-session-id"));
    if (called === "server/discover") return nothing(400);
    if (called === "initialize") {
      return Response.json(initialized(id, "2025-06-18"), { headers: { "mcp-session-id": "s1" } });
    }
    if (method === "GET") {
      listening.resolve();
      return stream.response;
    }
    return nothing(method === "DELETE" ? 200 : 202);
  });
  const connection = await attempt(server.url);
  assert.equal(connection.era, "2025");
  assert.equal(connection.revision, "2025-06-18");
  await listening.promise;
  await connection.close();
  await stream.ended;
  assert.deepEqual(server.asked, [
    "POST /mcp server/discover",
    "POST /mcp initialize",
    "POST /mcp notifications/initialized",
    "GET /mcp",
    "DELETE /mcp",
  ]);
  assert.deepEqual(sessions, [null, null, "s1", "s1", "s1"]);
});

Deno.test("A server of 2024 is found last, posts are sent to the URL that it names, and closing ends its stream", async () => {
  const stream = openStream(endpoint("/messages/?session_id=s1"));
  const posted: string[] = [];
  await using server = serve(({ method, url }, { id, method: called }) => {
    const { pathname, search } = new URL(url);
    if (method === "GET" && pathname === "/sse") return stream.response;
    if (pathname !== "/messages/") return nothing(404);
    posted.push(pathname + search);
    if (called === "initialize") stream.send(message(initialized(id, "2024-11-05")));
    return nothing(202);
  });
  const connection = await attempt(server.url);
  assert.equal(connection.era, "2024");
  assert.equal(connection.revision, "2024-11-05");
  assert.equal(connection.url.pathname, "/sse");
  await connection.close();
  await stream.ended;
  assert.deepEqual(posted, Array(2).fill("/messages/?session_id=s1"));
});

Deno.test("An endpoint event that names another origin fails, and nothing is sent to that origin", async () => {
  await using other = serve(() => nothing(202));
  const stream = openStream(endpoint(new URL("/messages/", other.url).href));
  await using server = serve(({ method }) => method === "GET" ? stream.response : nothing(404));
  await assert.rejects(attempt(server.url), { code: "endpoint_refused" });
  await stream.ended;
  assert.deepEqual(other.asked, []);
});

Deno.test("A message endpoint that redirects to another origin fails, and nothing is sent to that origin", async () => {
  await using other = serve(() => nothing(202));
  const stream = openStream(endpoint("/messages/"));
  await using server = serve(({ method, url }) =>
    method === "GET"
      ? stream.response
      : new URL(url).pathname === "/messages/"
      ? new Response(null, { status: 307, headers: { location: other.url.href } })
      : nothing(404)
  );
  await assert.rejects(attempt(server.url), { code: "redirect_refused" });
  await stream.ended;
  assert.deepEqual(other.asked, []);
});

Deno.test("/mcp that redirects to another origin fails immediately, and nothing is sent to that origin", async () => {
  await using other = serve(() => nothing(202));
  await using server = serve(() =>
    new Response(null, { status: 307, headers: { location: other.url.href } })
  );
  await assert.rejects(attempt(server.url), { code: "redirect_refused" });
  assert.deepEqual(server.asked, ["POST /mcp server/discover"]);
  assert.deepEqual(other.asked, []);
});

Deno.test("/mcp that redirects to /mcp/ is followed there", async () => {
  await using server = serve(({ url }, { id }) =>
    new URL(url).pathname === "/mcp/"
      ? Response.json(discovered(id))
      : new Response(null, { status: 307, headers: { location: "/mcp/" } })
  );
  const connection = await attempt(server.url);
  await connection.close();
  assert.deepEqual(server.asked, ["POST /mcp server/discover", "POST /mcp/ server/discover"]);
});

Deno.test("A stream whose server refuses initialize is ended", async () => {
  const stream = openStream(endpoint("/messages/"));
  await using server = serve(({ method, url }, { id }) => {
    if (method === "GET") return stream.response;
    if (new URL(url).pathname !== "/messages/") return nothing(404);
    stream.send(message({ jsonrpc: "2.0", id, error: { code: -32602, message: "no such revision" } }));
    return nothing(202);
  });
  await assert.rejects(attempt(server.url), { code: "mcp_handshake_refused" });
  await stream.ended;
});

/** Whether this is the request at which the server falls silent. */
const SILENT_AT: Record<string, (request: Request, body: Call) => boolean> = {
  "server/discover": (_request, { method }) => method === "server/discover",
  "initialize": (_request, { method }) => method === "initialize",
  "GET /sse": ({ method }) => method === "GET",
};

for (const [name, isHere] of Object.entries(SILENT_AT)) {
  Deno.test(`A server that never answers ${name} ends with the reason of the signal`, async () => {
    const controller = new AbortController();
    const reason = new UserError("timeout", { seconds: "1" });
    const { promise: never, resolve: letGo } = Promise.withResolvers<Response>();
    await using server = serve((request, body) => {
      if (!isHere(request, body)) return nothing(404);
      controller.abort(reason);
      return never;
    });
    await assert.rejects(attempt(server.url, { signal: controller.signal }), reason);
    // The runtime's server would wait for it.
    letGo(nothing(204));
  });
}

Deno.test("A stream without an endpoint event ends with the reason of the signal", async () => {
  const controller = new AbortController();
  const reason = new UserError("timeout", { seconds: "1" });
  const stream = openStream();
  await using server = serve(({ method }) => {
    if (method !== "GET") return nothing(404);
    queueMicrotask(() => controller.abort(reason));
    return stream.response;
  });
  await assert.rejects(attempt(server.url, { signal: controller.signal }), reason);
});

for (const status of [404, 500]) {
  Deno.test(`A ${status} with an endless body is aborted by the signal, and leaves no pending promise`, async () => {
    using unhandled = watchUnhandled();
    const controller = new AbortController();
    const reason = new UserError("timeout", { seconds: "1" });
    const streams: ReturnType<typeof openStream>[] = [];
    await using server = serve(() => {
      const stream = openStream();
      streams.push(stream);
      return new Response(stream.response.body, { status });
    });
    const watched: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      queueMicrotask(() => controller.abort(reason));
      return response;
    };
    await assert.rejects(
      attempt(server.url, { era: "2025", fetch: watched, signal: controller.signal }),
      reason,
    );
    await Promise.all(streams.map(({ ended }) => ended));
    assert.deepEqual(unhandled.reasons, []);
  });
}

/** Collects unhandled rejections: outside of a test, one of them ends the process. */
function watchUnhandled() {
  const reasons: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    reasons.push(event.reason);
  };
  addEventListener("unhandledrejection", note);
  return { reasons, [Symbol.dispose]: () => removeEventListener("unhandledrejection", note) };
}

for (const era of ["auto", "2026", "2025", "2024"] as const) {
  Deno.test(`A signal that is already aborted sends nothing, and leaves no pending promise: --era ${era}`, async () => {
    using unhandled = watchUnhandled();
    const reason = new UserError("interrupted");
    await using server = serve(() => nothing(404));
    await assert.rejects(attempt(server.url, { era, signal: AbortSignal.abort(reason) }), reason);
    await macrotask();
    assert.deepEqual(unhandled.reasons, []);
    assert.deepEqual(server.asked, []);
  });
}

/** Resolves after everything that is already under way without waiting for the network. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
