/** What `serve` answers, case by case: each test is named after its case. */
import assert from "node:assert/strict";
import { LIMITS } from "../../server/limits.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { rawRequest } from "../support/raw_http.ts";
import { KEY, startServer, type TestServer, withTestKey } from "../support/start_server.ts";
import {
  eventsOf,
  initialize,
  JSON_HEADERS,
  messageOf,
  modern,
  openSession,
  post,
  rpc,
} from "../support/mcp_requests.ts";

interface RpcFailure {
  readonly id?: unknown;
  readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
}

async function failureOf(response: Response): Promise<[number, number, unknown]> {
  const { error, id } = await response.json() as RpcFailure;
  return [response.status, error.code, id];
}

// Keys

const ENDPOINTS: [string, RequestInit][] = [
  ["/sse", {}],
  ["/messages/?session_id=x", { method: "POST", body: rpc("ping"), headers: JSON_HEADERS }],
  ["/mcp", { method: "POST", body: initialize(), headers: JSON_HEADERS }],
  ["/mcp", { ...modern("server/discover"), headers: JSON_HEADERS }],
  ["/nowhere", {}],
];

Deno.test("no key → 401 with a challenge, on every endpoint", async () => {
  await using server = startServer();
  for (const [path, init] of ENDPOINTS) {
    const response = await fetch(server.at(path), init);
    assert.equal(response.status, 401, path);
    assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="mcpdemo"');
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal((await response.json()).error, "missing_key");
  }
});

Deno.test("wrong key → 403 with a challenge, on every endpoint, worded so that no bridge misreads it", async () => {
  await using server = startServer();
  for (const [path, init] of ENDPOINTS) {
    const headers = { ...init.headers as Record<string, string>, Authorization: `Bearer ${KEY}x` };
    const response = await fetch(server.at(path), { ...init, headers });
    assert.equal(response.status, 403, path);
    assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="mcpdemo"');
    const body = await response.text();
    assert.equal(JSON.parse(body).error, "key_mismatch");
    assert.doesNotMatch(body, /unauthorized|not found|404|405/i);
    assert.ok(!body.includes(KEY));
  }
});

Deno.test("key only in the URL → 401, and the log does not contain it", async () => {
  await using server = startServer();
  const response = await fetch(server.at(`/sse?access_token=${KEY}`));
  assert.deepEqual([response.status, (await response.json()).error], [401, "missing_key"]);
  assert.ok(!JSON.stringify(server.log).includes(KEY));
});

Deno.test("empty Bearer, two Authorization headers, header and access_token together → 400 invalid_request", async () => {
  await using server = startServer();
  const get = (path: string, headers: string) =>
    rawRequest(server, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`);
  const bearer = `Authorization: Bearer ${KEY}\r\n`;
  const answers = [
    await get("/sse", "Authorization: Bearer \r\n"),
    await get("/sse", bearer + bearer),
    await get("/sse", "Authorization: Basic eA==\r\n" + bearer),
    await get(`/sse?access_token=${KEY}`, bearer),
  ];
  for (const { status, headers, body } of answers) {
    assert.deepEqual([status, JSON.parse(body).error], [400, "invalid_request"]);
    assert.equal(headers.get("www-authenticate"), 'Bearer realm="mcpdemo", error="invalid_request"');
  }
});

Deno.test("keyless routes: /.well-known/* → JSON 404, POST /register → 400 that says what to send", async () => {
  await using server = startServer();
  const wellKnown = await fetch(server.at("/.well-known/oauth-protected-resource/mcp"));
  assert.equal(wellKnown.status, 404);
  assert.equal(wellKnown.headers.get("content-type"), "application/json");
  await wellKnown.body?.cancel();
  const register = await fetch(server.at("/register"), { method: "POST", headers: JSON_HEADERS, body: "{}" });
  assert.equal(register.status, 400);
  assert.deepEqual(await register.json(), {
    error: "invalid_client_metadata",
    error_description: "This server uses static API keys, not OAuth. Send: Authorization: Bearer <key>",
  });
});

// Host and Origin

Deno.test("Origin present and not allowed → 403, JSON-RPC −32600 without id, no CORS headers", async () => {
  await using server = startServer({ allowOrigins: ["https://app.example"] });
  for (
    const origin of [
      "https://evil.example",
      "null",
      "http://127.0.0.1.evil.example",
      server.url.origin + ".evil",
    ]
  ) {
    const response = await fetch(server.at("/mcp"), {
      ...modern("tools/list"),
      headers: { ...modern("tools/list").headers, Origin: origin },
    });
    assert.deepEqual(await failureOf(response), [403, -32600, undefined], origin);
    assert.equal(response.headers.get("access-control-allow-origin"), null);
  }
});

Deno.test("Origin of loopback or of --allow-origin → passes, with CORS headers that expose Mcp-Session-Id", async () => {
  await using server = startServer({ allowOrigins: ["https://app.example"] });
  for (const origin of ["https://app.example", "http://localhost:6274", "http://[::1]:3000"]) {
    const response = await fetch(server.at("/healthz"), { headers: { Origin: origin } });
    await response.body?.cancel();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("access-control-allow-origin"), origin);
    assert.match(response.headers.get("access-control-expose-headers") ?? "", /Mcp-Session-Id/);
  }
});

Deno.test("OPTIONS preflight needs no key and allows the MCP headers", async () => {
  await using server = startServer({ allowOrigins: ["https://app.example"] });
  const response = await fetch(server.at("/mcp"), {
    method: "OPTIONS",
    headers: {
      Origin: "https://app.example",
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers":
        "authorization, mcp-session-id, mcp-protocol-version, mcp-method, mcp-name",
    },
  });
  assert.equal(response.status, 204);
  const allowed = (response.headers.get("access-control-allow-headers") ?? "").toLowerCase();
  for (
    const name of [
      "authorization",
      "mcp-session-id",
      "mcp-protocol-version",
      "mcp-method",
      "mcp-name",
      "last-event-id",
    ]
  ) {
    assert.ok(allowed.includes(name), name);
  }
});

Deno.test("wrong Host → 403 from this machine; missing Host → 400; --allow-host adds a name", async () => {
  await using server = startServer({ allowHosts: ["time.example"] });
  const get = (host: string, path = "/healthz") =>
    rawRequest(server, `GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  assert.equal((await get("Host: evil.example\r\n")).status, 403);
  assert.equal((await get("Host: localhost.evil.example:8000\r\n")).status, 403);
  assert.equal((await get("Host: a/b\r\n")).status, 400);
  assert.equal((await get("", "/mcp")).status, 400);
  for (const host of ["localhost:8000", "127.0.0.1", "[::1]:8000", "time.example:443"]) {
    assert.equal((await get(`Host: ${host}\r\n`)).status, 200, host);
  }
});

Deno.test("HTTP/1.0 without Host → answered on /healthz and OPTIONS, elsewhere 400", async () => {
  await using server = startServer();
  const send = async (line: string) => (await rawRequest(server, `${line} HTTP/1.0\r\n\r\n`)).status;
  assert.equal(await send("GET /healthz"), 200);
  assert.equal(await send("OPTIONS /mcp"), 204);
  for (const line of ["GET /", "GET /mcp", "POST /mcp", "GET /sse", "GET /nowhere", "POST /register"]) {
    assert.equal(await send(line), 400, line);
  }
});

for (const isRecorded of [true, false]) {
  Deno.test(`malformed Host or request target → 400, never 500, ${isRecorded ? "" : "not "}recorded`, async () => {
    const problems: unknown[] = [];
    await using server = startServer({ isRecorded, onProblem: (problem) => problems.push(problem) });
    const lines = [
      "GET /mcp",
      "POST /mcp",
      "GET /",
      "GET /healthz",
      "OPTIONS /mcp",
      "GET /sse?access_token=x",
    ];
    for (const host of ["[", "a b", "a:99999", "%zz", "a/b", ""]) {
      for (const line of lines) {
        const { status } = await rawRequest(server, `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        assert.equal(status, 400, `${line}, ${host}`);
      }
    }
    for (const target of ["http://x:99999/mcp", "http://x:99999/"]) {
      const { status } = await rawRequest(server, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      assert.equal(status, 400, target);
    }
    assert.deepEqual(problems, []);
  });
}

// Bodies

Deno.test("broken chunk framing → 400 −32700", async () => {
  await using server = startServer();
  for (const path of ["/mcp", "/messages/?session_id=x"]) {
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\n` +
      `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n`;
    for (
      const chunks of ["nonsense\r\n", "2\r\n{}\r\nnonsense\r\n", `2;${"x".repeat(20_000)}\r\n{}\r\nzz\r\n`]
    ) {
      const { status, body } = await rawRequest(server, head, chunks);
      assert.deepEqual([status, JSON.parse(body).error.code], [400, -32700], chunks.slice(0, 20));
    }
  }
});

Deno.test("body > 4 MiB → 413 with Connection: close, also chunked without Content-Length", async () => {
  await using server = startServer({ limits: { ...LIMITS, bodyBytes: 1000 } });
  const declared = await post(server, "/mcp", "x".repeat(1001));
  assert.equal(declared.status, 413);
  assert.match(declared.headers.get("connection") ?? "", /close/);
  await declared.body?.cancel();
  const chunked = await rawRequest(
    server,
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n${"3e9\r\n" + "x".repeat(1001) + "\r\n"}0\r\n\r\n`,
  );
  assert.equal(chunked.status, 413);
});

Deno.test("body not finished in time → 408 with Connection: close", async () => {
  await using server = startServer({ limits: { ...LIMITS, bodyMs: 20 } });
  const { status, headers } = await rawRequest(
    server,
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n` +
      `Content-Length: 100\r\n\r\n{"jsonrpc":`,
  );
  assert.equal(status, 408);
  assert.match(headers.get("connection") ?? "", /close/);
});

Deno.test("invalid JSON, invalid UTF-8, depth > 64 → 400 −32700", async () => {
  await using server = startServer();
  const bodies = ["{", "", new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]), "[".repeat(65) + "]".repeat(65)];
  for (const path of ["/mcp", "/messages/?session_id=x"]) {
    for (const body of bodies) {
      const response = await fetch(server.at(path), {
        method: "POST",
        headers: withTestKey(JSON_HEADERS),
        body,
      });
      assert.deepEqual(await failureOf(response), [400, -32700, null], String(body));
    }
  }
  const of2026 = { ...modern("tools/list"), body: "{" };
  assert.deepEqual(await failureOf(await fetch(server.at("/mcp"), of2026)), [400, -32700, undefined]);
});

Deno.test("wrong Content-Type → 415; wrong Accept → 406, and */* is accepted in every era", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const send = (init: { headers: Record<string, string>; body: string }, change: Record<string, string>) =>
    fetch(server.at("/mcp"), { method: "POST", body: init.body, headers: { ...init.headers, ...change } });
  const legacy = { headers: withTestKey({ ...JSON_HEADERS, ...session }), body: rpc("tools/list") };
  for (const init of [legacy, modern("tools/list")]) {
    const statuses = await Promise.all([
      send(init, { "Content-Type": "text/plain" }),
      send(init, { Accept: "text/html" }),
      send(init, { Accept: "application/json" }),
      send(init, { Accept: "*/*" }),
    ].map(async (sent) => {
      const response = await sent;
      await response.body?.cancel();
      return response.status;
    }));
    assert.deepEqual(statuses, [415, 406, 406, 200]);
  }
  const page = await fetch(server.at("/sse"), { headers: withTestKey({ Accept: "text/html" }) });
  assert.equal(page.status, 406);
  await page.body?.cancel();
});

Deno.test("wrong HTTP method → 405 with Allow", async () => {
  await using server = startServer();
  for (
    const [method, path, allow] of [
      ["PUT", "/mcp", "GET, POST, DELETE"],
      ["POST", "/sse", "GET"],
      ["GET", "/messages/", "POST"],
      ["HEAD", "/sse", "GET"],
      ["HEAD", "/mcp", "GET, POST, DELETE"],
    ] as const
  ) {
    const response = await fetch(server.at(path), { method, headers: withTestKey() });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("allow")], [405, allow]);
  }
  const of2026 = await fetch(server.at("/mcp"), {
    headers: withTestKey({ Accept: "text/event-stream", "MCP-Protocol-Version": "2026-07-28" }),
  });
  await of2026.body?.cancel();
  assert.deepEqual([of2026.status, of2026.headers.get("allow")], [405, "POST"]);
});

Deno.test("wrong HTTP method on a path that needs no key → 405 with Allow, without a key", async () => {
  const record = { size: 10, viewKeys: [], redactor: createRedactor([]) };
  await using server = startServer({ record });
  for (
    const [method, path, allow] of [
      ["POST", "/", "GET, HEAD"],
      ["DELETE", "/healthz", "GET, HEAD"],
      ["GET", "/register", "POST"],
      ["POST", "/wire/page.js", "GET, HEAD"],
    ] as const
  ) {
    const response = await fetch(server.at(path), { method });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("allow")], [405, allow], `${method} ${path}`);
  }
});

Deno.test("wrong HTTP method on the stream of the wire view → 405 with Allow, once the key is accepted", async () => {
  const record = { size: 10, viewKeys: [], redactor: createRedactor([]) };
  await using server = startServer({ record });
  for (const method of ["POST", "HEAD"]) {
    for (const [headers, expected] of [[{}, [401, null]], [withTestKey(), [405, "GET"]]] as const) {
      const response = await fetch(server.at("/wire/events"), { method, headers });
      await response.body?.cancel();
      assert.deepEqual([response.status, response.headers.get("allow")], expected, method);
    }
  }
});

// Revisions

Deno.test("unsupported protocol version → 400 −32022 with every revision that the server supports", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const supported = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
  const legacy = await post(server, "/mcp", rpc("tools/list"), {
    ...session,
    "MCP-Protocol-Version": "1999-01-01",
  });
  const future = await fetch(server.at("/mcp"), modern("tools/list", {}, "2099-01-01"));
  for (const [response, requested] of [[legacy, "1999-01-01"], [future, "2099-01-01"]] as const) {
    const { error, id } = await response.json() as RpcFailure;
    assert.deepEqual([response.status, error.code, id], [400, -32022, 1]);
    assert.deepEqual(error.data, { supported, requested });
  }
});

Deno.test("2026: _meta absent or incomplete → 400 −32602", async () => {
  await using server = startServer();
  const { headers } = modern("tools/list");
  const version = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  for (const params of [undefined, {}, { _meta: {} }, { _meta: version }]) {
    const response = await fetch(server.at("/mcp"), {
      method: "POST",
      headers,
      body: rpc("tools/list", params),
    });
    assert.deepEqual(await failureOf(response), [400, -32602, 1], JSON.stringify(params));
  }
});

Deno.test("2026: headers missing, doubled or different from the body → 400 −32020", async () => {
  await using server = startServer();
  const call = modern("tools/call", { name: "get_current_time", arguments: {} });
  const changes: Record<string, string | null>[] = [
    { "MCP-Protocol-Version": null },
    { "Mcp-Method": null },
    { "Mcp-Name": null },
    { "Mcp-Method": "tools/list" },
    { "Mcp-Name": "countdown" },
    { "Mcp-Name": "get_current_time, get_current_time" },
    { "MCP-Protocol-Version": "2025-11-25" },
  ];
  for (const change of changes) {
    const headers = new Headers(call.headers);
    for (const [name, value] of Object.entries(change)) {
      value === null ? headers.delete(name) : headers.set(name, value);
    }
    const response = await fetch(server.at("/mcp"), { ...call, headers });
    assert.deepEqual(await failureOf(response), [400, -32020, 1], JSON.stringify(change));
  }
});

Deno.test("2026: a JSON-RPC response or a batch → 400 −32600", async () => {
  await using server = startServer();
  const bodies = [
    '{"jsonrpc":"2.0","id":1,"result":{}}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}',
  ];
  for (const body of [...bodies, `[${rpc("tools/list")}]`]) {
    const response = await fetch(server.at("/mcp"), { ...modern("tools/list"), body });
    assert.deepEqual(await failureOf(response), [400, -32600, undefined], body);
  }
});

Deno.test("2026: a message without an id is a notification, server/discover too → 202", async () => {
  await using server = startServer();
  for (const method of ["server/discover", "tools/list", "notifications/cancelled"]) {
    const { body, ...init } = modern(method);
    const { id: _, ...notification } = JSON.parse(body);
    const response = await fetch(server.at("/mcp"), { ...init, body: JSON.stringify(notification) });
    assert.deepEqual([response.status, await response.text()], [202, ""], method);
  }
});

Deno.test("an event stream does not say keep-alive on a connection that closes", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const lines = Object.entries(
    withTestKey({ ...session, Host: "localhost", Connection: "close", Accept: "*/*" }),
  )
    .map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const body = rpc("tools/list");
  const request = `POST /mcp HTTP/1.1\r\n${lines}Content-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`;
  const { status, headers } = await rawRequest(server, request);
  assert.deepEqual([status, headers.get("content-type")], [200, "text/event-stream"]);
  assert.equal(headers.get("connection"), "close");
});

Deno.test("unknown method → 404 −32601 in 2026, 200 with the JSON-RPC error in the legacy eras", async () => {
  await using server = startServer();
  assert.deepEqual(await failureOf(await fetch(server.at("/mcp"), modern("no/such"))), [404, -32601, 1]);
  const legacy = await post(server, "/mcp", rpc("no/such"), await openSession(server));
  assert.equal(legacy.status, 200);
  assert.equal((await messageOf(legacy) as unknown as RpcFailure).error.code, -32601);
});

// Sessions

Deno.test("unknown, expired, closed, or another key's session → 404 −32001, the same in all four cases", async () => {
  let now = Date.parse("2026-07-28T12:00:00Z");
  await using server = startServer({ keys: [KEY, "other"], now: () => now });
  const closed = await openSession(server);
  const end = await fetch(server.at("/mcp"), { method: "DELETE", headers: withTestKey(closed) });
  await end.body?.cancel();
  const expired = await openSession(server);
  now += 31 * 60_000;
  const alive = await openSession(server);
  const asked: [Record<string, string>, string][] = [
    [{ "Mcp-Session-Id": "unknown" }, KEY],
    [expired, KEY],
    [closed, KEY],
    [alive, "other"],
  ];
  const answers = [];
  for (const [session, key] of asked) {
    const response = await post(server, "/mcp", rpc("ping"), { ...session, Authorization: `Bearer ${key}` });
    answers.push([response.status, await response.text()]);
  }
  const expected = [404, '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":1}'];
  assert.deepEqual(answers, [expected, expected, expected, expected]);
  const own = await post(server, "/mcp", rpc("ping"), alive);
  await own.body?.cancel();
  assert.equal(own.status, 200);
});

Deno.test("2024: another key's session, and a session with a closed stream → 404", async () => {
  await using server = startServer({ keys: [KEY, "other"] });
  const events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  const path = (await events.next()).data;
  const foreign = await post(server, path, rpc("ping"), { Authorization: "Bearer other" });
  assert.deepEqual(await failureOf(foreign), [404, -32001, 1]);
  const own = await post(server, path, rpc("ping"));
  await own.body?.cancel();
  assert.equal(own.status, 202);
  await events.next();
  await events[Symbol.asyncDispose]();
  assert.deepEqual(await untilNotFound(server, path), [404, -32001, 1]);
});

/** The server learns that a stream is closed from its socket. */
async function untilNotFound(server: TestServer, path: string): Promise<[number, number, unknown]> {
  while (true) {
    const response = await post(server, path, rpc("ping"));
    if (response.status === 404) return failureOf(response);
    await response.body?.cancel();
  }
}

Deno.test("session header missing (2025) → 400; the 2026 era ignores the header", async () => {
  await using server = startServer();
  assert.equal((await failureOf(await post(server, "/mcp", rpc("tools/list"))))[0], 400);
  const call = modern("tools/list");
  const response = await fetch(server.at("/mcp"), {
    ...call,
    headers: { ...call.headers, "Mcp-Session-Id": "any" },
  });
  await response.body?.cancel();
  assert.deepEqual([response.status, response.headers.get("mcp-session-id")], [200, null]);
});

Deno.test("2024: session_id missing → 400, with the id of the request", async () => {
  await using server = startServer();
  assert.deepEqual(await failureOf(await post(server, "/messages/", rpc("ping"))), [400, -32600, 1]);
  assert.deepEqual(await failureOf(await post(server, "/messages/", "{}")), [400, -32600, null]);
});

Deno.test("an initialize that is invalid or fails opens no session", async () => {
  await using server = startServer({ limits: { ...LIMITS, sessionsPerKey: 1 } });
  const { id: _, ...notification } = JSON.parse(initialize());
  for (const body of [JSON.stringify(notification), initialize().replace('"2.0"', '"1.0"')]) {
    const response = await post(server, "/mcp", body);
    await response.body?.cancel();
    assert.equal(response.status, 400);
  }
  const response = await post(server, "/mcp", initialize());
  await response.body?.cancel();
  assert.equal(response.status, 200);
});

Deno.test("many concurrent clients open no more sessions than the same clients in sequence", async () => {
  await using server = startServer({ limits: { ...LIMITS, sessionsPerKey: 2 } });
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => {
    const response = await post(server, "/mcp", initialize());
    await response.body?.cancel();
    return response.status;
  }));
  assert.equal(statuses.filter((status) => status === 200).length, 2);
});

Deno.test("what a client writes into a path or a method does not break the log", async () => {
  await using server = startServer();
  const odd = await post(server, "/mcp", '{"jsonrpc":"2.0","id":1,"method":{"toString":1}}');
  await odd.body?.cancel();
  assert.equal(odd.status, 400);
  assert.equal(server.log.at(-1)?.rpcMethod, undefined);
});

Deno.test("too many sessions for one key → 429, in total → 503, both with Retry-After; a live session stays", async () => {
  const limits = { ...LIMITS, sessionsPerKey: 2, sessions: 3 };
  await using server = startServer({ keys: [KEY, "other"], limits });
  const first = await openSession(server);
  await using sse = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  await sse.next();
  for (
    const response of [
      await post(server, "/mcp", initialize()),
      await fetch(server.at("/sse"), { headers: withTestKey() }),
    ]
  ) {
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "60"]);
  }
  const other = { Authorization: "Bearer other" };
  const third = await post(server, "/mcp", initialize(), other);
  await third.body?.cancel();
  assert.equal(third.status, 200);
  const fourth = await post(server, "/mcp", initialize(), other);
  await fourth.body?.cancel();
  assert.deepEqual([fourth.status, fourth.headers.get("retry-after")], [503, "60"]);
  const alive = await post(server, "/mcp", rpc("ping"), first);
  await alive.body?.cancel();
  assert.equal(alive.status, 200);
});
