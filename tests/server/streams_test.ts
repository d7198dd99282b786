/**
 * Streams on the wire: resumption, keep-alive, cancellation by closing, and the state that the
 * client carries.
 */
import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../../features/zones/local_time.ts";
import { LIMITS } from "../../server/limits.ts";
import { holdClock } from "../support/held_clock.ts";
import { KEY, startServer, withTestKey } from "../support/start_server.ts";
import { eventsOf, initialize, messageOf, modern, openSession, post, rpc } from "../support/mcp_requests.ts";

const COUNTDOWN = { name: "countdown", arguments: { seconds: 2 }, _meta: { progressToken: "p" } };

Deno.test("2025: a broken stream is resumed by Last-Event-ID with its own events only, in order, each once", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const session = await openSession(server, "2025-11-25");
  const first = eventsOf(await post(server, "/mcp", rpc("tools/call", COUNTDOWN), session));
  const other = eventsOf(await post(server, "/mcp", rpc("tools/call", COUNTDOWN, 2), session));
  await clock.next();
  let event = await first.next();
  while (!event.data) event = await first.next();
  assert.equal(JSON.parse(event.data).params.progress, 1);
  await first[Symbol.asyncDispose]();
  // Events are stored while no client reads.
  while (clock.sleepers > 0) await clock.next();

  const headers = withTestKey({ ...session, Accept: "text/event-stream", "Last-Event-ID": event.id! });
  const resumed = eventsOf(await fetch(server.at("/mcp"), { headers }));
  assert.equal(JSON.parse((await resumed.next()).data).params.progress, 2);
  assert.deepEqual(JSON.parse((await resumed.next()).data).result.structuredContent, { seconds: 2 });
  assert.equal(await resumed.ended(), true);
  await other[Symbol.asyncDispose]();
});

Deno.test("2025: an unknown Last-Event-ID is refused", async () => {
  await using server = startServer();
  const session = await openSession(server, "2025-11-25");
  const headers = withTestKey({ ...session, Accept: "text/event-stream", "Last-Event-ID": "999" });
  const response = await fetch(server.at("/mcp"), { headers });
  await response.body?.cancel();
  assert.equal(response.status, 400);
});

Deno.test("batch → answered in 2025-03-26, at most 100 messages; 400 −32600 in every other revision", async () => {
  await using server = startServer();
  const batch = `[${rpc("ping", undefined, 1)},${rpc("ping", undefined, 2)}]`;
  const answers = eventsOf(await post(server, "/mcp", batch, await openSession(server, "2025-03-26")));
  const ids = [JSON.parse((await answers.next()).data).id, JSON.parse((await answers.next()).data).id];
  assert.deepEqual(ids.toSorted(), [1, 2]);
  assert.equal(await answers.ended(), true);

  const many = `[${Array.from({ length: 101 }, (_, id) => rpc("ping", undefined, id)).join(",")}]`;
  const refused = [
    await post(server, "/mcp", many, await openSession(server, "2025-03-26")),
    await post(server, "/mcp", "[]", await openSession(server, "2025-03-26")),
    await post(server, "/mcp", batch, await openSession(server, "2025-06-18")),
    await post(server, "/mcp", batch, await openSession(server, "2025-11-25")),
    await fetch(server.at("/mcp"), { ...modern("ping"), body: `[${modern("ping").body}]` }),
  ];
  for (const response of refused) {
    assert.deepEqual([response.status, (await response.json()).error.code], [400, -32600]);
  }
});

Deno.test("a batch to /messages → 400 −32600", async () => {
  await using server = startServer();
  await using events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  const response = await post(server, (await events.next()).data, `[${rpc("ping")}]`);
  assert.deepEqual([response.status, (await response.json()).error.code], [400, -32600]);
});

Deno.test("keep-alive comments are sent on every stream, and no stream is compressed or buffered", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep, limits: { ...LIMITS, keepAliveMs: 5 } });
  const session = await openSession(server);
  const call = modern("tools/call", { ...COUNTDOWN, arguments: { seconds: 9 } });
  const withToken = { ...call, body: call.body.replace('"_meta":{', '"_meta":{"progressToken":"p",') };
  const streamed = fetch(server.at("/mcp"), withToken);
  // The answer becomes a stream with the first progress notification.
  await clock.next();
  const listen = modern("subscriptions/listen", {
    notifications: { resourceSubscriptions: ["time://now/UTC"] },
  });
  const streams: Record<string, Response> = {
    "GET /sse": await fetch(server.at("/sse"), { headers: withTestKey({ "Accept-Encoding": "gzip" }) }),
    "GET /mcp": await fetch(server.at("/mcp"), {
      headers: withTestKey({ ...session, Accept: "text/event-stream" }),
    }),
    "POST /mcp of 2025": await post(server, "/mcp", rpc("tools/call", COUNTDOWN), session),
    "POST /mcp of 2026": await streamed,
    "subscriptions/listen": await fetch(server.at("/mcp"), listen),
  };
  for (const [name, response] of Object.entries(streams)) {
    assert.equal(response.headers.get("content-type"), "text/event-stream", name);
    assert.equal(response.headers.get("x-accel-buffering"), "no", name);
    assert.equal(response.headers.get("content-encoding"), null, name);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!/^: ?keep-?alive/m.test(text)) {
      text += (await reader.read()).value ?? assert.fail(`${name} ended`);
    }
    await reader.cancel();
  }
});

Deno.test("2026: closing the stream of a call cancels it", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const call = modern("tools/call", { ...COUNTDOWN, arguments: { seconds: 3600 } });
  const body = call.body.replace('"_meta":{', '"_meta":{"progressToken":"p",');
  const streamed = fetch(server.at("/mcp"), { ...call, body });
  await clock.next();
  const events = eventsOf(await streamed);
  await events.next();
  await events[Symbol.asyncDispose]();
  await clock.quiet();
});

Deno.test("2026: a client that disconnects before the answer has begun cancels its call", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep, limits: { ...LIMITS, silentMs: 1 } });
  // The client requests no progress, so the server sends nothing until the end; and the body
  // follows the headers.
  const { headers, body } = modern("tools/call", { name: "countdown", arguments: { seconds: 3600 } });
  const head = Object.entries({ ...headers, Host: server.url.host, "Content-Length": String(body.length) })
    .map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const connection = await Deno.connect({ hostname: server.url.hostname, port: Number(server.url.port) });
  const encoder = new TextEncoder();
  await connection.write(encoder.encode(`POST /mcp HTTP/1.1\r\n${head}\r\n`));
  await connection.write(encoder.encode(body));
  const answer = new Uint8Array(1024);
  assert.match(
    new TextDecoder().decode(answer.subarray(0, await connection.read(answer) ?? 0)),
    /^HTTP\/1.1 200/,
  );
  connection.close();
  await clock.quiet();
});

Deno.test("2026: a late answer arrives complete, as an event", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep, limits: { ...LIMITS, silentMs: 1 } });
  const response = await fetch(
    server.at("/mcp"),
    modern("tools/call", { name: "countdown", arguments: { seconds: 1 } }),
  );
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  await clock.next();
  const { result } = await messageOf(response) as { result: { structuredContent: unknown } };
  assert.deepEqual(result.structuredContent, { seconds: 1 });
});

Deno.test("2025: a cancelled call stops, and its stream ends", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const session = await openSession(server);
  const events = eventsOf(await post(server, "/mcp", rpc("tools/call", COUNTDOWN, 7), session));
  await clock.next();
  await events.next();
  const cancelled = JSON.stringify({
    jsonrpc: "2.0",
    method: "notifications/cancelled",
    params: { requestId: 7 },
  });
  await (await post(server, "/mcp", cancelled, session)).body?.cancel();
  while (!await events.ended()) await events.next();
  await clock.quiet();
});

Deno.test("2024: closing the stream of the session cancels its calls", async () => {
  const clock = holdClock();
  await using server = startServer({ sleep: clock.sleep });
  const events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  const path = (await events.next()).data;
  for (const body of [initialize(), rpc("tools/call", COUNTDOWN, 2)]) {
    await (await post(server, path, body)).body?.cancel();
  }
  await clock.next();
  await events[Symbol.asyncDispose]();
  await clock.quiet();
});

// State that the client carries between two rounds of a call (2026)

interface InputRequired {
  readonly resultType: string;
  readonly requestState: string;
  readonly inputRequests: Record<string, { readonly params: { readonly message: string } }>;
}

const PLAN = { name: "plan_meeting", arguments: { timezones: ["Europe/Paris"] } };
const ANSWER = { form: { action: "accept", content: { date: "2026-08-03", duration_minutes: 60 } } };

function planning(
  params: Record<string, unknown> = {},
  capabilities: unknown = { elicitation: { form: {} } },
) {
  const call = modern("tools/call", { ...PLAN, ...params });
  const declared = `"io.modelcontextprotocol/clientCapabilities":${JSON.stringify(capabilities)}`;
  return { ...call, body: call.body.replace('"io.modelcontextprotocol/clientCapabilities":{}', declared) };
}

Deno.test("2026: the state of a form is signed: if changed, or sent with another key, it is refused with −32602", async () => {
  await using server = startServer({ keys: [KEY, "other"] });
  const first = await messageOf(await fetch(server.at("/mcp"), planning()));
  const { resultType, requestState, inputRequests } = first.result as InputRequired;
  assert.equal(resultType, "input_required");
  assert.match(inputRequests.form!.params.message, /When should the meeting be/);
  const retry = planning({ requestState, inputResponses: ANSWER });

  const { result } = await messageOf(await fetch(server.at("/mcp"), retry)) as {
    result: { structuredContent: unknown };
  };
  assert.deepEqual(result.structuredContent, {
    start: "2026-08-03T11:00:00Z",
    duration_minutes: 60,
    local: [{ iso: "2026-08-03T13:00:00+02:00", timezone: "Europe/Paris" }],
    tzdata: TZDATA_RELEASE,
  });

  const changed = planning({ requestState: requestState.slice(0, -2) + "AA", inputResponses: ANSWER });
  const foreign = { ...retry, headers: { ...retry.headers, Authorization: "Bearer other" } };
  for (const refused of [changed, foreign]) {
    const { error } = await messageOf(await fetch(server.at("/mcp"), refused)) as { error: { code: number } };
    assert.equal(error.code, -32602);
  }
});

Deno.test("2026: the state of one call does not apply to a call with other arguments", async () => {
  await using server = startServer();
  const dated = {
    arguments: { timezones: ["Europe/Paris", "Pacific/Auckland"], date: "2026-08-03", duration_minutes: 60 },
  };
  const first = await messageOf(await fetch(server.at("/mcp"), planning(dated)));
  const { requestState } = first.result as InputRequired;
  const inputResponses = { form: { action: "accept", content: { outside_hours: true } } };
  const other = {
    arguments: { timezones: ["Europe/Paris", "Pacific/Auckland"] },
    requestState,
    inputResponses,
  };
  const { result } = await messageOf(await fetch(server.at("/mcp"), planning(other))) as {
    result: InputRequired;
  };
  // The stored date and duration are not reused: the server asks for them again.
  assert.match(result.inputRequests.form!.params.message, /When should the meeting be/);
});

Deno.test("client capability missing → 400 −32021 that names it", async () => {
  await using server = startServer();
  const response = await fetch(server.at("/mcp"), planning({}, {}));
  const { error } = await response.json();
  assert.deepEqual([response.status, error.code], [400, -32021]);
  assert.ok("elicitation" in error.data.requiredCapabilities);
});

Deno.test("2026: lists and resources say how long they may be cached, and whether by shared caches", async () => {
  await using server = startServer();
  const hints: unknown[] = [];
  for (
    const method of [
      "tools/list",
      "prompts/list",
      "resources/list",
      "resources/templates/list",
      "server/discover",
    ]
  ) {
    const { result } = await messageOf(await fetch(server.at("/mcp"), modern(method))) as {
      result: Record<string, unknown>;
    };
    hints.push([result.ttlMs, result.cacheScope]);
  }
  assert.deepEqual(hints, Array(5).fill([3_600_000, "public"]));
  const { result } = await messageOf(
    await fetch(server.at("/mcp"), modern("resources/read", { uri: "time://now/UTC" })),
  ) as {
    result: Record<string, unknown>;
  };
  assert.deepEqual([result.ttlMs, result.cacheScope], [1000, "public"]);
});
