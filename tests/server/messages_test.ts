/** What `serve` answers to single messages: their ids and their parameters, in each era. */
import assert from "node:assert/strict";
import { holdClock } from "../support/held_clock.ts";
import { startServer, type TestServer, withTestKey } from "../support/start_server.ts";
import {
  type Events,
  eventsOf,
  initialize,
  messageOf,
  modern,
  openSession,
  post,
  rpc,
} from "../support/mcp_requests.ts";

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A session of HTTP+SSE. */
async function openSse(server: TestServer): Promise<{ path: string; events: Events }> {
  const events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  return { path: (await events.next()).data, events };
}

async function next(events: Events): Promise<Answer> {
  return JSON.parse((await events.next()).data);
}

async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel();
  return response.status;
}

const GOOD = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "curl", version: "8" } };

const MALFORMED: [string, unknown, RegExp][] = [
  ["without params", undefined, /params: expected object/],
  ["without a version", { ...GOOD, protocolVersion: undefined }, /protocolVersion: expected string/],
  ["with a number as its version", { ...GOOD, protocolVersion: 2025 }, /protocolVersion: expected string/],
  ["without capabilities", { ...GOOD, capabilities: undefined }, /capabilities: expected object/],
  ["with an array of capabilities", { ...GOOD, capabilities: [] }, /capabilities: expected object/],
  ["without a client", { ...GOOD, clientInfo: undefined }, /clientInfo: expected object/],
  ["with a text as its client", { ...GOOD, clientInfo: "curl" }, /clientInfo: expected object/],
  [
    "with a client without a version",
    { ...GOOD, clientInfo: { name: "curl" } },
    /clientInfo\.version: expected string/,
  ],
];

for (const [name, params, words] of MALFORMED) {
  Deno.test(`an initialize ${name} → −32602 that names the member, and no session`, async () => {
    await using server = startServer();
    const response = await post(server, "/mcp", rpc("initialize", params));
    assert.deepEqual([response.status, response.headers.get("mcp-session-id")], [200, null]);
    const { id, error } = await messageOf(response) as Answer;
    assert.deepEqual([id, error?.code], [1, -32602]);
    assert.match(error!.message, words);

    const { path, events } = await openSse(server);
    await using _ = events;
    assert.equal(await statusOf(await post(server, path, rpc("initialize", params, 2))), 202);
    const answer = await next(events);
    assert.deepEqual([answer.id, answer.error?.code], [2, -32602]);
    assert.match(answer.error!.message, words);
    // The session is still there for a handshake that is well formed.
    assert.equal(await statusOf(await post(server, path, initialize())), 202);
    assert.ok((await next(events)).result);
  });
}

Deno.test("an initialize without an id → 400 −32600 that says so", async () => {
  await using server = startServer();
  const { id: _, ...notification } = JSON.parse(initialize());
  const response = await post(server, "/mcp", JSON.stringify(notification));
  const { error } = await response.json() as Answer;
  assert.deepEqual([response.status, error?.code], [400, -32600]);
  assert.match(error!.message, /initialize .* id/);
});

const LISTS = ["tools/list", "resources/list", "resources/templates/list", "prompts/list"];

for (const [name, cursor] of [["unknown", "page-2"], ["empty", ""], ["malformed", 5], ["null", null]]) {
  Deno.test(`a cursor that is ${name} → −32602 in every list and era`, async () => {
    await using server = startServer();
    const session = await openSession(server);
    const { path, events } = await openSse(server);
    await using _ = events;
    for (const list of LISTS) {
      const body = rpc(list, { cursor });
      await statusOf(await post(server, path, body));
      const answers = [
        await messageOf(await fetch(server.at("/mcp"), modern(list, { cursor }))),
        await messageOf(await post(server, "/mcp", body, session)),
        await next(events),
      ] as Answer[];
      for (const { id, error } of answers) {
        assert.deepEqual([id, error?.code], [1, -32602], list);
        assert.match(error!.message, /params\.cursor/);
      }
    }
  });
}

Deno.test("malformed parameters of other requests → −32602 that names the member, in every era", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const { path, events } = await openSse(server);
  await using _ = events;
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ["tools/call", { name: "get_current_time", arguments: [] }, /arguments/],
    ["resources/read", { uri: 5 }, /uri/],
    ["prompts/get", { name: "world_clock", arguments: { zones: 5 } }, /arguments\.zones/],
    ["completion/complete", { ref: { type: "x" }, argument: {} }, /ref/],
  ];
  for (const [method, params, words] of cases) {
    await statusOf(await post(server, path, rpc(method, params)));
    const answers = [
      await messageOf(await fetch(server.at("/mcp"), modern(method, params))),
      await messageOf(await post(server, "/mcp", rpc(method, params), session)),
      await next(events),
    ] as Answer[];
    for (const { error } of answers) {
      assert.equal(error?.code, -32602, JSON.stringify(error));
      assert.match(error!.message, words);
      assert.doesNotMatch(error!.message, /\n/);
    }
  }
});

const COUNTDOWN = { name: "countdown", arguments: { seconds: 1 } };

Deno.test("2025: an id that is in flight is refused, the first request is answered, and the id is free again", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const session = await openSession(server);
  const first = await post(server, "/mcp", rpc("tools/call", COUNTDOWN, 7), session);
  for (const body of [rpc("tools/call", COUNTDOWN, 7), rpc("ping", undefined, 7)]) {
    const second = await post(server, "/mcp", body, session);
    const { id, error } = await second.json() as Answer;
    assert.deepEqual([second.status, id, error?.code], [400, 7, -32600]);
    assert.match(error!.message, /in flight/);
  }
  // Another session, and the same digits as a text, are other requests.
  const other = await messageOf(
    await post(server, "/mcp", rpc("ping", undefined, 7), await openSession(server)),
  );
  assert.ok(other.result);
  const text = await messageOf(
    await post(server, "/mcp", '{"jsonrpc":"2.0","id":"7","method":"ping"}', session),
  );
  assert.ok(text.result);
  await clock.next();
  assert.ok((await messageOf(first)).result);
  assert.ok((await messageOf(await post(server, "/mcp", rpc("ping", undefined, 7), session))).result);
});

Deno.test("2025-03-26: a batch with the same id twice, or with one in flight, is refused as a whole", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const session = await openSession(server, "2025-03-26");
  const twice = await post(server, "/mcp", `[${rpc("ping")},${rpc("ping")}]`, session);
  assert.deepEqual([twice.status, (await twice.json() as Answer).error?.code], [400, -32600]);
  const batch = await post(
    server,
    "/mcp",
    `[${rpc("tools/call", COUNTDOWN, 1)},${rpc("ping", {}, 2)}]`,
    session,
  );
  const inFlight = await post(server, "/mcp", `[${rpc("ping", {}, 3)},${rpc("ping", {}, 2)}]`, session);
  assert.equal(await statusOf(inFlight), 400);
  await clock.next();
  await using events = eventsOf(batch);
  assert.deepEqual([(await next(events)).id, (await next(events)).id], [2, 1]);
  assert.equal(await events.ended(), true);
  const again = await post(server, "/mcp", `[${rpc("ping", {}, 2)},${rpc("ping", {}, 3)}]`, session);
  assert.equal(await statusOf(again), 200);
});

Deno.test("2025-03-26: a batch that holds something other than messages → 400 −32600", async () => {
  await using server = startServer();
  const session = await openSession(server, "2025-03-26");
  const response = await post(server, "/mcp", `[${rpc("ping")},5]`, session);
  assert.deepEqual([response.status, (await response.json() as Answer).error?.code], [400, -32600]);
});

Deno.test("2024: an id that is in flight is refused in the answer to its POST, never on the stream", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const { path, events } = await openSse(server);
  await using _ = events;
  assert.equal(await statusOf(await post(server, path, rpc("tools/call", COUNTDOWN, 7))), 202);
  const second = await post(server, path, rpc("ping", undefined, 7));
  const { id, error } = await second.json() as Answer;
  assert.deepEqual([second.status, id, error?.code], [400, 7, -32600]);
  await clock.next();
  const answer = await next(events);
  assert.deepEqual([answer.id, Boolean(answer.result)], [7, true]);
  assert.equal(await statusOf(await post(server, path, rpc("ping", undefined, 7))), 202);
  assert.deepEqual(await next(events), { jsonrpc: "2.0", id: 7, result: {} });
});

Deno.test("2024: the id of a cancelled request is free again", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const { path, events } = await openSse(server);
  await using _ = events;
  await statusOf(await post(server, path, rpc("tools/call", COUNTDOWN, 7)));
  const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
  await statusOf(await post(server, path, JSON.stringify(cancelled)));
  assert.equal(await statusOf(await post(server, path, rpc("ping", undefined, 7))), 202);
  assert.deepEqual(await next(events), { jsonrpc: "2.0", id: 7, result: {} });
});

Deno.test("2026: requests are independent, also with the same id at once", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const answers = [1, 2].map(() => fetch(server.at("/mcp"), modern("tools/call", COUNTDOWN)));
  await clock.next();
  await clock.next();
  for (const answer of answers) assert.ok((await messageOf(await answer)).result);
});

const IDS = [
  "9007199254740992",
  "9007199254740993",
  "-12345678901234567890",
  "123456789012345678901234567890",
  "0",
  "-1",
  '"text"',
  '""',
  '"9007199254740993"',
];

/** The body of a ping, or of a list in 2026, its id as it is written. */
function withId(body: string, id: string): string {
  return body.replace('"id":1', `"id":${id}`);
}

for (const isRecorded of [true, false]) {
  Deno.test(`ids come back exactly as they were sent, ${isRecorded ? "" : "not "}recorded`, async () => {
    await using server = startServer({ isRecorded });
    const session = await openSession(server);
    const { path, events } = await openSse(server);
    await using _ = events;
    for (const id of IDS) {
      const { body, ...init } = modern("tools/list");
      const stateless = await fetch(server.at("/mcp"), { ...init, body: withId(body, id) });
      const list = modern("no/such");
      const refused = await fetch(server.at("/mcp"), { ...list, body: withId(list.body, id) });
      const opening = await post(server, "/mcp", withId(initialize(), id));
      const inSession = await post(server, "/mcp", withId(rpc("ping"), id), session);
      const unknown = await post(server, "/mcp", withId(rpc("ping"), id), { "Mcp-Session-Id": "none" });
      const posted = await post(server, "/messages/", withId(rpc("ping"), id));
      for (const response of [stateless, refused, opening, inSession, unknown, posted]) {
        assert.ok((await response.text()).includes(`"id":${id}`), `${id}, ${response.status}`);
      }
      await statusOf(await post(server, path, withId(rpc("ping"), id)));
      assert.ok((await events.next()).data.includes(`"id":${id}`), id);
    }
  });
}

Deno.test("a progress token and the id of a cancelled request may be long integers", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const long = "9007199254740993";
  const call = (id: string) =>
    withId(rpc("tools/call", { ...COUNTDOWN, arguments: { seconds: 2 }, _meta: { progressToken: 5 } }), id)
      .replace('"progressToken":5', `"progressToken":${long}`);
  const session = await openSession(server);
  const first = eventsOf(await post(server, "/mcp", call(long), session));
  await clock.next();
  assert.ok((await first.next()).data.includes(`"progressToken":${long}`));
  const cancelled = `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${long}}}`;
  await statusOf(await post(server, "/mcp", cancelled, session));
  const { data } = await first.next();
  assert.ok(data.includes(`"id":${long}`) && data.includes("cancelled"), data);
  assert.equal(await first.ended(), true);
});

Deno.test("an id that is neither a string nor an integer → 400 −32600 in every era", async () => {
  await using server = startServer();
  const session = await openSession(server);
  const { path, events } = await openSse(server);
  await using _ = events;
  for (const id of ["1.5", "1e400", "null", "true", "{}", "[1]"]) {
    const { body, ...init } = modern("tools/list");
    for (
      const response of [
        await fetch(server.at("/mcp"), { ...init, body: withId(body, id) }),
        await post(server, "/mcp", withId(rpc("ping"), id), session),
        await post(server, path, withId(rpc("ping"), id)),
      ]
    ) {
      const { error } = await response.json() as Answer;
      assert.deepEqual([response.status, error?.code], [400, -32600], id);
    }
  }
});
