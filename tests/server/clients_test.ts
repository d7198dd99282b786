/** Third-party clients against our server, in every era. */
import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../../features/zones/local_time.ts";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as V1Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as V1SseTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport as V1StreamableTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { TOOLS } from "../../features/tools/mod.ts";
import { startPrefixProxy } from "../support/prefix_proxy.ts";
import { runAsk } from "../support/run_ask.ts";
import { KEY, startServer, type TestServer, withTestKey } from "../support/start_server.ts";

const CLIENT = { name: "story", version: "1.0.0" };
const requestInit = { headers: withTestKey() };

interface ListsAndCalls {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const clients: Record<string, (server: Pick<TestServer, "at">) => Promise<ListsAndCalls>> = {
  async "v1 over HTTP+SSE"({ at }) {
    const client = new V1Client(CLIENT);
    const withKey: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, ...withTestKey() } });
    await client.connect(
      new V1SseTransport(at("/sse"), { requestInit, eventSourceInit: { fetch: withKey } }),
    );
    return client;
  },
  async "v1 over Streamable HTTP"({ at }) {
    const client = new V1Client(CLIENT);
    // Its optional `sessionId` is typed without `| undefined`, which strict optional types refuse.
    await client.connect(
      new V1StreamableTransport(at("/mcp"), { requestInit }) as Parameters<V1Client["connect"]>[0],
    );
    return client;
  },
  async "v2 over HTTP+SSE"({ at }) {
    const client = new Client(CLIENT);
    await client.connect(new SSEClientTransport(at("/sse"), { requestInit }));
    return client;
  },
  async "v2 over Streamable HTTP with a session"({ at }) {
    const client = new Client(CLIENT);
    await client.connect(new StreamableHTTPClientTransport(at("/mcp"), { requestInit }));
    assert.equal(client.getNegotiatedProtocolVersion(), "2025-11-25");
    return client;
  },
  async "v2 of 2026, which finds the era by itself"({ at }) {
    const client = new Client(CLIENT, { versionNegotiation: { mode: "auto" } });
    await client.connect(new StreamableHTTPClientTransport(at("/mcp"), { requestInit }));
    assert.equal(client.getNegotiatedProtocolVersion(), "2026-07-28");
    return client;
  },
};

for (const [name, connect] of Object.entries(clients)) {
  Deno.test(`the SDK client ${name} lists the tools and calls one`, async () => {
    await using server = startServer();
    const client = await connect(server);
    try {
      const { tools } = await client.listTools();
      assert.deepEqual(tools.map((tool) => tool.name), TOOLS.map((tool) => tool.name));
      const result = await client.callTool({
        name: "get_current_time",
        arguments: { timezone: "Asia/Tokyo" },
      });
      assert.deepEqual(result.structuredContent, {
        iso: "2026-07-28T21:05:09+09:00",
        timezone: "Asia/Tokyo",
        unix_seconds: 1785240309,
        tzdata: TZDATA_RELEASE,
      });
      assert.equal(result.isError ?? false, false);
    } finally {
      await client.close();
    }
  });

  Deno.test(`the SDK client ${name} reaches the server below a path of a proxy`, async () => {
    await using server = startServer();
    await using proxy = startPrefixProxy(server);
    const client = await connect(proxy);
    try {
      assert.equal((await client.listTools()).tools.length, TOOLS.length);
    } finally {
      await client.close();
    }
  });
}

Deno.test("HTTP+SSE works below a path with a slash at its end as well", async () => {
  await using server = startServer();
  await using proxy = startPrefixProxy(server);
  const client = await clients["v2 over HTTP+SSE"]!({ at: (path) => proxy.at(`${path}/`) });
  try {
    assert.equal((await client.listTools()).tools.length, TOOLS.length);
  } finally {
    await client.close();
  }
});

Deno.test("ask reaches HTTP+SSE below a path of a proxy", async () => {
  await using server = startServer();
  await using proxy = startPrefixProxy(server);
  const { status, stdout, stderr } = await runAsk("what time is it", {
    flags: { servers: [proxy.at("/sse").href], authKey: [KEY], era: ["2024"] },
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^It is 14:05/);
});

Deno.test("the server answers two clients of different eras concurrently, each in its own session", async () => {
  await using server = startServer();
  const both = await Promise.all([
    clients["v1 over HTTP+SSE"]!(server),
    clients["v1 over Streamable HTTP"]!(server),
  ]);
  try {
    const zones = ["Europe/London", "Asia/Kolkata"];
    const results = await Promise.all(
      both.map((client, index) =>
        client.callTool({ name: "get_current_time", arguments: { timezone: zones[index]! } })
      ),
    );
    assert.deepEqual(results.map(({ structuredContent }) => structuredContent), [
      {
        iso: "2026-07-28T13:05:09+01:00",
        timezone: "Europe/London",
        unix_seconds: 1785240309,
        tzdata: TZDATA_RELEASE,
      },
      {
        iso: "2026-07-28T17:35:09+05:30",
        timezone: "Asia/Kolkata",
        unix_seconds: 1785240309,
        tzdata: TZDATA_RELEASE,
      },
    ]);
  } finally {
    await Promise.all(both.map((client) => client.close()));
  }
});

Deno.test({
  name: "an SDK client without the key is refused in every era",
  // The v1 client leaves the body of a refused event stream unread.
  sanitizeResources: false,
  async fn() {
    await using server = startServer({ keys: [KEY, "another"] });
    await assert.rejects(new V1Client(CLIENT).connect(new V1SseTransport(server.at("/sse"))), /401/);
    const streamable = new V1StreamableTransport(server.at("/mcp")) as Parameters<V1Client["connect"]>[0];
    await assert.rejects(new V1Client(CLIENT).connect(streamable), /missing_key/);
  },
});
