/** The three eras on the wire, as the specification describes them. */
import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../../features/zones/local_time.ts";
import { startServer, withTestKey } from "../support/start_server.ts";
import {
  eventsOf,
  initialize,
  INITIALIZED,
  messageOf,
  modern,
  openSession,
  post,
  rpc,
} from "../support/mcp_requests.ts";

Deno.test("2024: the server creates the session id and sends it in the first event, `endpoint`", async () => {
  await using server = startServer();
  const response = await fetch(server.at("/sse"), { headers: withTestKey({ Accept: "text/event-stream" }) });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  await using events = eventsOf(response);
  const endpoint = await events.next();
  assert.equal(endpoint.event, "endpoint");
  assert.match(endpoint.data, /^messages\/\?session_id=[0-9a-f-]{36}$/);

  const answers = [initialize("2024-11-05"), INITIALIZED, rpc("tools/call", { name: "get_current_time" }, 2)];
  for (const body of answers) {
    const accepted = await post(server, endpoint.data, body);
    assert.deepEqual([accepted.status, await accepted.text()], [202, "Accepted"]);
  }
  const [first, second] = [JSON.parse((await events.next()).data), JSON.parse((await events.next()).data)];
  assert.equal(first.result.protocolVersion, "2024-11-05");
  assert.equal(second.id, 2);
  assert.match(second.result.content[0].text, /^It is 14:05:09 on Tuesday, 28 July 2026 in Europe\/Paris/);
});

Deno.test("2024: a POST without the trailing slash is accepted without a redirect", async () => {
  await using server = startServer();
  await using events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  const path = (await events.next()).data.replace("messages/", "messages");
  const response = await post(server, path, rpc("ping"));
  assert.equal(response.status, 202);
  await response.body?.cancel();
  assert.deepEqual(JSON.parse((await events.next()).data), { jsonrpc: "2.0", id: 1, result: {} });
});

Deno.test("2025: the server sends the session id in the answer to initialize, and DELETE ends the session", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const called = await post(server, "/mcp", rpc("tools/call", { name: "get_current_time" }), session);
  assert.equal(called.status, 200);
  const { result } = await messageOf(called) as { result: { structuredContent: unknown } };
  assert.deepEqual(result.structuredContent, {
    iso: "2026-07-28T14:05:09+02:00",
    timezone: "Europe/Paris",
    unix_seconds: 1785240309,
    tzdata: TZDATA_RELEASE,
  });
  const ended = await fetch(server.at("/mcp"), { method: "DELETE", headers: withTestKey(session) });
  assert.equal(ended.status, 200);
  await ended.body?.cancel();
  const after = await post(server, "/mcp", rpc("ping"), session);
  assert.equal(after.status, 404);
  assert.deepEqual(await after.json(), {
    jsonrpc: "2.0",
    error: { code: -32001, message: "Session not found" },
    id: 1,
  });
});

Deno.test("2025: a GET opens the stream for unsolicited server messages; a second one is answered 409", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const headers = withTestKey({ ...session, Accept: "text/event-stream" });
  const first = await fetch(server.at("/mcp"), { headers });
  assert.equal(first.status, 200);
  const second = await fetch(server.at("/mcp"), { headers });
  assert.equal(second.status, 409);
  await second.body?.cancel();
  await first.body?.cancel();
});

Deno.test("2026: a call needs no session and no handshake", async () => {
  await using server = startServer();
  const response = await fetch(
    server.at("/mcp"),
    modern("tools/call", { name: "get_current_time", arguments: {} }),
  );
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("mcp-session-id"), null);
  const { result } = await messageOf(response) as { result: Record<string, unknown> };
  assert.equal(result.resultType, "complete");
  assert.deepEqual(result.structuredContent, {
    iso: "2026-07-28T14:05:09+02:00",
    timezone: "Europe/Paris",
    unix_seconds: 1785240309,
    tzdata: TZDATA_RELEASE,
  });
});

Deno.test("2026: server/discover names every supported revision, and the server", async () => {
  await using server = startServer();
  const { result } = await messageOf(await fetch(server.at("/mcp/"), modern("server/discover"))) as {
    result: {
      supportedVersions: string[];
      capabilities: Record<string, unknown>;
      _meta: Record<string, unknown>;
    };
  };
  assert.deepEqual(result.supportedVersions, [
    "2026-07-28",
    "2025-11-25",
    "2025-06-18",
    "2025-03-26",
    "2024-11-05",
  ]);
  assert.ok("tools" in result.capabilities);
  assert.deepEqual(result._meta["io.modelcontextprotocol/serverInfo"], {
    name: "mcpdemo",
    version: "0.0.0-test",
  });
});

for (const [era, call] of Object.entries(callsOfAnUnknownZone())) {
  Deno.test(`${era}: an unknown zone is a tool error that suggests three similar ones`, async () => {
    await using server = startServer();
    const result = await call(server);
    assert.equal(result.isError, true);
    assert.match(
      result.content[0]!.text,
      /^There is no time zone "Asia\/Tokio"\. Similar names: Asia\/Tokyo, /,
    );
    assert.equal(result.content[0]?.text.match(/Similar names: (.*)\./)?.[1]?.split(", ").length, 3);
  });
}

interface ToolResult {
  readonly isError?: boolean;
  readonly content: { readonly text: string }[];
}

function callsOfAnUnknownZone() {
  const params = { name: "get_current_time", arguments: { timezone: "Asia/Tokio" } };
  return {
    async "2025"(server: ReturnType<typeof startServer>) {
      const response = await post(server, "/mcp", rpc("tools/call", params), await openSession(server));
      return (await messageOf(response)).result as ToolResult;
    },
    async "2026"(server: ReturnType<typeof startServer>) {
      return (await messageOf(await fetch(server.at("/mcp"), modern("tools/call", params))))
        .result as ToolResult;
    },
  };
}

Deno.test("/healthz answers without a key, and / describes the server", async () => {
  await using server = startServer();
  const health = await fetch(server.at("/healthz"));
  assert.deepEqual([health.status, await health.json()], [200, { status: "ok" }]);
  const root = await (await fetch(server.at("/"))).json();
  assert.equal(root.name, "mcpdemo");
  assert.equal(root.version, "0.0.0-test");
  assert.deepEqual(root.eras, ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]);
  assert.deepEqual(root.endpoints, {
    "2026-07-28": "/mcp",
    "2025": "/mcp",
    "2024-11-05": "/sse",
    health: "/healthz",
  });
});
