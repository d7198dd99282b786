/** What those who run a server see: its state, its limits, its numbers. */
import assert from "node:assert/strict";
import board from "../../docs/grafana.json" with { type: "json" };
import { TOOLS } from "../../features/tools/mod.ts";
import { createFileKeys } from "../../server/keys/file_keys.ts";
import { hashOfKey, makeKey } from "../../server/keys/key_text.ts";
import { createMetrics, type Metrics } from "../../server/metrics.ts";
import { eventsOf, messageOf, modern, openSession, post, rpc } from "../support/mcp_requests.ts";
import { startCli } from "../support/run_cli.ts";
import { KEY, startServer, type TestServer, withTestKey } from "../support/start_server.ts";

async function withMetrics(story: (server: TestServer, metrics: Metrics) => Promise<void>) {
  const metrics = createMetrics(TOOLS.map(({ name }) => name), "1.2.3");
  await using server = startServer({ metrics, audit: metrics.audit });
  try {
    await story(server, metrics);
  } finally {
    metrics.close();
  }
}

/** The value of a metric with exactly these labels. */
async function read(server: TestServer, name: string): Promise<number | undefined> {
  const response = await fetch(server.at("/metrics"), { headers: withTestKey() });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  const line = (await response.text()).split("\n").find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

Deno.test("requests are counted by era and status, calls by tool and status, also those of the fast lane", async () => {
  await withMetrics(async (server) => {
    const call = (name: string, args: unknown = {}) =>
      fetch(server.at("/mcp"), modern("tools/call", { name, arguments: args })).then(messageOf);
    for (let count = 0; count < 3; count++) await call("get_current_time");
    await call("convert_time", { time: "nonsense", to_timezone: "Asia/Tokyo" });
    await call("my own tool");
    const session = await openSession(server);
    await messageOf(
      await post(server, "/mcp", rpc("tools/call", { name: "get_current_time", arguments: {} }), session),
    );
    assert.equal(await read(server, 'mcpdemo_tool_calls_total{tool="get_current_time",status="ok"}'), 4);
    assert.equal(await read(server, 'mcpdemo_tool_calls_total{tool="convert_time",status="tool_error"}'), 1);
    assert.equal(await read(server, 'mcpdemo_tool_calls_total{tool="other",status="error"}'), 1);
    assert.equal(await read(server, 'mcpdemo_tool_call_seconds_count{tool="get_current_time"}'), 4);
    assert.equal(await read(server, 'mcpdemo_http_requests_total{era="2026",status="200"}'), 5);
    assert.equal(await read(server, "mcpdemo_open_sessions"), 1);
    assert.equal(await read(server, 'mcpdemo_info{version="1.2.3"}'), 1);
  });
});

Deno.test("open streams are counted until their client leaves; refused keys by status", async () => {
  await withMetrics(async (server) => {
    const stream = await fetch(server.at("/sse"), { headers: withTestKey() });
    const events = eventsOf(stream);
    await events.next();
    assert.equal(await read(server, "mcpdemo_open_streams"), 1);
    await events[Symbol.asyncDispose]();
    while (await read(server, "mcpdemo_open_streams") !== 0);
    for (const headers of [{}, { Authorization: "Bearer wrong" }]) {
      await (await fetch(server.at("/mcp"), { headers })).body?.cancel();
    }
    assert.equal(await read(server, 'mcpdemo_refused_keys_total{status="401"}'), 1);
    assert.equal(await read(server, 'mcpdemo_refused_keys_total{status="403"}'), 1);
  });
});

Deno.test("clients that invent names and paths do not add lines without end", async () => {
  await withMetrics(async (server) => {
    const size = async () =>
      (await (await fetch(server.at("/metrics"), { headers: withTestKey() })).text()).length;
    const send = async (index: number) => {
      await messageOf(
        await fetch(server.at("/mcp"), modern("tools/call", { name: `tool-${index}`, arguments: {} })),
      );
      await (await fetch(server.at(`/path-${index}`), { headers: withTestKey() })).body?.cancel();
    };
    await send(0);
    await size();
    const before = await size();
    for (let index = 1; index < 50; index++) await send(index);
    assert.ok(await size() - before < 200);
  });
});

Deno.test("the numbers and the verbose health need a key that may do everything", async () => {
  const { id, text } = makeKey((count) => crypto.getRandomValues(new Uint8Array(count)));
  const keyRing = createFileKeys([], Date.now);
  const created = "2026-07-28T00:00:00Z";
  keyRing.replace([{ id, name: "bob", sha256: hashOfKey(text), tools: ["countdown"], created }]);
  const metrics = createMetrics([], "1.2.3");
  await using server = startServer({ keys: [], keyRing, metrics });
  for (const path of ["/metrics", "/healthz?verbose"]) {
    for (
      const [headers, status] of [[{}, 401], [{ Authorization: "Bearer x" }, 403], [{
        Authorization: `Bearer ${text}`,
      }, 403]] as const
    ) {
      const response = await fetch(server.at(path), { headers });
      await response.body?.cancel();
      assert.equal(response.status, status, path);
    }
  }
  assert.deepEqual(await (await fetch(server.at("/healthz"))).json(), { status: "ok" });
  metrics.close();
});

Deno.test("without --metrics the page does not exist", async () => {
  await using server = startServer();
  const response = await fetch(server.at("/metrics"), { headers: withTestKey() });
  assert.equal(response.status, 404);
  await response.body?.cancel();
});

Deno.test("every query of the dashboard is of a metric that there is, and every metric is shown", async () => {
  await withMetrics(async (server) => {
    await messageOf(
      await fetch(server.at("/mcp"), modern("tools/call", { name: "get_current_time", arguments: {} })),
    );
    await (await fetch(server.at("/mcp"))).body?.cancel();
    const text = await (await fetch(server.at("/metrics"), { headers: withTestKey() })).text();
    const queries = board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    const names = new Set(queries.flatMap((query) => query.match(/mcpdemo_\w+/g) ?? []));
    for (const name of names) assert.match(text, new RegExp(`^${name}[{ ]`, "m"));
    const offered = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) =>
      type === "histogram" ? `${name}_bucket` : name!
    );
    const unseen = offered.filter((name) =>
      !names.has(name) && !["mcpdemo_info", "mcpdemo_tool_call_seconds_bucket"].includes(name)
    );
    assert.deepEqual(unseen, []);
    const ids = board.panels.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { gridPos: { x, w } } of board.panels) assert.ok(x + w <= 24);
  });
});

Deno.test("a limit of a flag holds, and the verbose health shows it beside the defaults", async () => {
  const flags = ["--limit", "body-bytes=2048", "--limit", "sessions-per-key=1"];
  await using serve = startCli(["serve", "--auth-key", KEY, "--port", "0", ...flags]);
  const [, port] = await serve.said(/listens on \S+:(\d+)/);
  const url = new URL(`http://127.0.0.1:${port}`);
  const server = { at: (path: string) => new URL(path, url) } as TestServer;
  const health = await (await fetch(server.at("/healthz?verbose"), { headers: withTestKey() })).json();
  assert.deepEqual([health.status, health.open], ["ok", { sessions: 0, calls: 0 }]);
  assert.deepEqual(
    [health.limits["body-bytes"], health.limits["sessions-per-key"], health.limits["calls-per-key"]],
    [2048, 1, 16],
  );
  const large = await post(server, "/mcp", rpc("ping", { text: "x".repeat(3000) }));
  assert.equal(large.status, 413);
  await large.body?.cancel();
  await openSession(server);
  const second = await post(
    server,
    "/mcp",
    rpc("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "curl", version: "8" },
    }),
  );
  assert.equal(second.status, 429);
  await second.body?.cancel();
});

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Deno.test("--log-format json: every line is JSON; a request has its id in the answer, and no query or key", async () => {
  await using serve = startCli(["serve", "--auth-key", KEY, "--port", "0", "--log-format", "json"]);
  const [, port] = await serve.said(/listens on \S+:(\d+)/);
  const request = modern("tools/call", { name: "get_current_time", arguments: {} });
  const answered = await fetch(`http://127.0.0.1:${port}/mcp`, {
    ...request,
    headers: { ...request.headers, traceparent: TRACEPARENT },
  });
  await messageOf(answered);
  const refused = await fetch(`http://127.0.0.1:${port}/mcp?access_token=${KEY}`);
  await refused.body?.cancel();
  await serve.said(/"status":401/);
  serve.kill("SIGTERM");
  const { stderr } = await serve.ended;
  const lines = stderr.trim().split("\n").map((line) => JSON.parse(line));
  const [first, second] = lines.filter(({ event }) => event === "request");
  assert.deepEqual([first.method, first.path, first.status, first.era], ["POST", "/mcp", 200, "2026"]);
  assert.equal(first.id, answered.headers.get("x-request-id"));
  assert.match(first.key, /^key-/);
  assert.equal(first.trace, TRACEPARENT.split("-")[1]);
  assert.deepEqual([second.path, second.status, second.key, second.trace], [
    "/mcp",
    401,
    undefined,
    undefined,
  ]);
  assert.equal(second.id, refused.headers.get("x-request-id"));
  assert.ok(!stderr.includes(KEY));
});

Deno.test("--log-format text: one plain line a request", async () => {
  await using serve = startCli(["serve", "--no-auth", "--port", "0", "--log-format", "text"]);
  const [, port] = await serve.said(/listens on \S+:(\d+)/);
  await (await fetch(`http://127.0.0.1:${port}/healthz`)).body?.cancel();
  await serve.said(/^\d{4}-\S+Z [0-9a-f]{8} GET \/healthz 200 [\d.]+ ms none -$/m);
});
