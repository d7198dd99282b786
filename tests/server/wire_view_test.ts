import assert from "node:assert/strict";
import { parseKeys } from "../../auth/keys.ts";
import { createApp } from "../../server/app.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import type { PageEvent, PageExchange } from "../../trace/page/parts.ts";
import { holdClock } from "../support/held_clock.ts";
import {
  KEY,
  startServer,
  type TestServer,
  type TestServerOptions,
  withTestKey,
} from "../support/start_server.ts";
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

const VIEW_KEY = "view-key-0123456789";
const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

function keysOf(...keys: string[]) {
  const parsed = parseKeys(keys);
  assert.equal(parsed.kind, "keys");
  return parsed.keys;
}

function startRecording(options: TestServerOptions = {}, viewKeys: string[] = [], size = 100): TestServer {
  const record = { size, viewKeys: keysOf(...viewKeys), redactor: createRedactor([KEY, VIEW_KEY]) };
  return startServer({ record, ...options });
}

/** The first `count` exchanges of the record, once they exist. */
async function recorded(server: TestServer, count: number): Promise<readonly PageExchange[]> {
  await using events = eventsOf(await fetch(server.at("/wire/events"), { headers: withTestKey() }));
  const exchanges: PageExchange[] = [];
  while (exchanges.length < count) {
    const event: PageEvent = JSON.parse((await events.next()).data);
    if (event.kind === "request") exchanges.push(event.exchange);
  }
  return exchanges;
}

const KEY_ROWS: readonly [string, { viewKeys?: string[]; keys?: string[]; sent?: string }, number][] = [
  ["one of the server's keys opens the view", { sent: KEY }, 200],
  ["without a key it is refused", {}, 401],
  ["a wrong key is refused", { sent: "wrong-key" }, 403],
  ["with keys of the view, one of them opens it", { viewKeys: [VIEW_KEY], sent: VIEW_KEY }, 200],
  ["with keys of the view, one of the server's does not", { viewKeys: [VIEW_KEY], sent: KEY }, 403],
  ["a key of the view opens nothing without being sent", { viewKeys: [VIEW_KEY], keys: [] }, 401],
  ["in open mode, this machine needs none", { keys: [] }, 200],
];

for (const [name, { viewKeys = [], keys = [KEY], sent }, status] of KEY_ROWS) {
  Deno.test(`the record: ${name}`, async () => {
    await using server = startRecording({ keys }, viewKeys);
    const headers: HeadersInit = sent === undefined ? {} : { Authorization: `Bearer ${sent}` };
    const response = await fetch(server.at("/wire/events"), { headers });
    await response.body?.cancel();
    assert.equal(response.status, status);
    assert.equal(response.headers.has("www-authenticate"), status !== 200);
  });
}

Deno.test("a key of the view does not call tools", async () => {
  await using server = startRecording({}, [VIEW_KEY]);
  const response = await fetch(server.at("/mcp"), {
    ...modern("tools/list"),
    headers: { ...modern("tools/list").headers, Authorization: `Bearer ${VIEW_KEY}` },
  });
  await response.body?.cancel();
  assert.equal(response.status, 403);
});

const PEERS: readonly [string, string, Record<string, string>, string[], number][] = [
  ["this machine", "127.0.0.1", {}, [], 200],
  ["another machine", "192.0.2.7", {}, [], 403],
  ["another machine, with keys of the view", "192.0.2.7", {}, [VIEW_KEY], 200],
  ["a proxy on this machine", "127.0.0.1", { "X-Forwarded-For": "192.0.2.7" }, [], 403],
  ["a proxy that says so by the standard", "::1", { Forwarded: "for=192.0.2.7" }, [], 403],
  [
    "a proxy on this machine, with keys of the view",
    "::1",
    { "X-Forwarded-For": "192.0.2.7" },
    [VIEW_KEY],
    200,
  ],
  ["a page of another origin", "127.0.0.1", { Origin: "https://example.com" }, [], 403],
];

for (const [name, address, headers, viewKeys, status] of PEERS) {
  Deno.test(`the record, requested from ${name}: ${status}`, async () => {
    const record = { size: 10, viewKeys: keysOf(...viewKeys), redactor: createRedactor([]) };
    await using server = startServer({ keys: [] });
    const app = createApp({ ...server.options, record });
    const asked = new Request("http://localhost:8000/wire/events", {
      headers: { Host: "localhost:8000", Authorization: `Bearer ${viewKeys[0] ?? KEY}`, ...headers },
    });
    const response = await app.fetch(asked, { remoteAddr: { hostname: address } });
    await response.body?.cancel();
    await app.close();
    assert.equal(response.status, status);
  });
}

Deno.test("a browser gets the page in its language, under a strict policy; other clients get the same answer as before", async () => {
  await using server = startRecording();
  const page = async (path: string, headers: HeadersInit) => {
    const response = await fetch(server.at(path), { headers });
    return { response, lang: (await response.text()).match(/<html lang="(\w+)"/)?.[1] };
  };
  const { response, lang } = await page("/", BROWSER);
  assert.equal(lang, "en");
  assert.match(response.headers.get("content-security-policy")!, /^default-src 'none'; script-src 'self';/);
  assert.equal((await page("/", { ...BROWSER, "Accept-Language": "de,fr-CA;q=0.8,en;q=0.7" })).lang, "fr");
  assert.equal((await page("/", { ...BROWSER, "Accept-Language": "fr;q=0.1,en" })).lang, "en");
  assert.equal((await page("/?lang=fr", { ...BROWSER, "Accept-Language": "en" })).lang, "fr");
  assert.equal((await page("/?lang=de", { ...BROWSER, "Accept-Language": "fr" })).lang, "fr");
  for (const accept of ["*/*", "application/json"]) {
    const other = await fetch(server.at("/"), { headers: { Accept: accept } });
    assert.equal((await other.json()).name, "mcpdemo");
  }
});

Deno.test("refused requests are recorded too; the view's own requests and health checks are not", async () => {
  await using server = startRecording();
  await (await fetch(server.at("/"), { headers: BROWSER })).text();
  await (await fetch(server.at("/wire/page.js"))).text();
  await (await fetch(server.at("/healthz"))).text();
  await (await fetch(server.at("/mcp"), { method: "POST", headers: JSON_HEADERS, body: "{}" })).text();
  await (await fetch(server.at("/mcp"), { headers: withTestKey({ Origin: "https://example.com" }) })).text();
  await (await post(server, "/mcp", "{")).text();
  const exchanges = await recorded(server, 3);
  assert.deepEqual(exchanges.map(({ id, status, parts }) => [id, status, parts?.failure]), [
    [1, 401, "missing_key"],
    [2, 403, "bad_origin"],
    [3, 400, "bad_json"],
  ]);
  assert.equal(exchanges[2]!.requestBody, "{");
});

Deno.test("in 2026 a client that closes a stream has cancelled its call, and the record says so", async () => {
  const clock = holdClock();
  await using server = startRecording({ now: clock.now, sleep: clock.sleep });
  await using record = eventsOf(await fetch(server.at("/wire/events"), { headers: withTestKey() }));
  const { body, ...init } = modern("tools/call", { name: "countdown", arguments: { seconds: 3 } });
  const message = JSON.parse(body);
  message.params._meta.progressToken = "p";
  const call = eventsOf(await fetch(server.at("/mcp"), { ...init, body: JSON.stringify(message) }));
  while (await clock.next() !== 1_000);
  await call.next();
  await call[Symbol.asyncDispose]();
  let event: PageEvent;
  do event = JSON.parse((await record.next()).data); while (event.kind !== "end");
  assert.deepEqual([event.aborted, event.parts?.answered.at(-1)], [true, "closed_by_client"]);
});

Deno.test("in each era, an exchange records its era, session, client, tool and answer", async () => {
  await using server = startRecording();
  const session = await openSession(server);
  const params = { name: "get_current_time", arguments: {} };
  await messageOf(await post(server, "/mcp", rpc("tools/call", params, 7), session));
  await messageOf(await fetch(server.at("/mcp"), modern("tools/call", params)));
  await using stream = eventsOf(
    await fetch(server.at("/sse"), { headers: withTestKey({ Accept: "text/event-stream" }) }),
  );
  const endpoint = (await stream.next()).data;
  await (await post(server, endpoint, initialize("2024-11-05"))).text();
  await stream.next();
  const all = await recorded(server, 6);
  const [, , legacy, modernCall, sse, old] = all;
  assert.deepEqual(
    [legacy, modernCall, old].map((each) => [each!.era, each!.client, each!.session, each!.rpc?.tool]),
    [
      ["2025", "curl", "session-1", "get_current_time"],
      ["2026", "curl", undefined, "get_current_time"],
      ["2024", "curl", "session-2", undefined],
    ],
  );
  assert.match(legacy!.events.at(-1)!.data, /It is 14:05:09/);
  assert.match(modernCall!.responseBody!, /It is 14:05:09/);
  assert.deepEqual(sse!.events.map(({ step, answers }) => [step, answers]), [
    ["endpoint_event", undefined],
    ["server_hello", old!.id],
  ]);
  // Neither a key nor a session id, in any position.
  const text = JSON.stringify(all);
  for (const secret of [KEY, session["Mcp-Session-Id"]!, endpoint.split("=")[1]!]) {
    assert.ok(!text.includes(secret), secret);
  }
});

Deno.test("a recorded server gives the same answers and headers as an unrecorded one", async () => {
  await using plain = startServer();
  await using recording = startRecording();
  const params = { name: "get_current_time", arguments: {} };
  const requests: readonly [string, RequestInit][] = [
    ["/mcp", modern("tools/call", params)],
    ["/mcp", modern("server/discover")],
    ["/mcp", { method: "POST", headers: withTestKey(JSON_HEADERS), body: rpc("tools/call", params) }],
    ["/mcp", { method: "POST", headers: JSON_HEADERS, body: "{}" }],
    ["/mcp", { method: "PUT", headers: withTestKey() }],
    ["/mcp", { method: "OPTIONS", headers: { Origin: "http://localhost:3000" } }],
    ["/mcp", { method: "HEAD", headers: withTestKey() }],
    ["/", {}],
    ["/", { method: "HEAD" }],
    ["/nowhere", { headers: withTestKey() }],
  ];
  for (const [path, init] of requests) {
    const [one, other] = await Promise.all([plain, recording].map(async (server) => {
      const response = await fetch(server.at(path), init);
      const headers = [...response.headers].filter(([name]) => name !== "date");
      return { status: response.status, headers, body: await response.text() };
    }));
    assert.deepEqual(other, one, `${init.method} ${path}`);
  }
});

Deno.test("without the flag there is no view, and nothing is recorded", async () => {
  await using server = startRecording({}, [], 0);
  const page = await fetch(server.at("/"), { headers: BROWSER });
  assert.equal((await page.json()).name, "mcpdemo");
  const events = await fetch(server.at("/wire/events"), { headers: withTestKey() });
  await events.body?.cancel();
  assert.equal(events.status, 404);
});
