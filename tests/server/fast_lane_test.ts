/**
 * The fast lane and the SDK's handler answer every request alike: the same status, headers and body.
 * `deno task lanes` tries 100,000 of them.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseKeys } from "../../auth/keys.ts";
import { PROMPTS } from "../../features/prompts/mod.ts";
import { RESOURCES } from "../../features/resources/mod.ts";
import { TOOLS } from "../../features/tools/mod.ts";
import { type App, createApp } from "../../server/app.ts";
import { readPlainRequest } from "../../server/fast_lane/plain_request.ts";
import { collect } from "../../trace/record/collect.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { reach } from "../support/connect_client.ts";
import { KEY, startServer } from "../support/start_server.ts";

const CASES = Number(Deno.env.get("LANE_CASES") ?? 5_000);

function app(fastLane: boolean): App {
  let opened = 0;
  const parsed = parseKeys([KEY]);
  assert.ok(parsed.kind === "keys");
  return createApp({
    version: "0.0.0-test",
    keys: parsed.keys,
    tools: TOOLS,
    resources: RESOURCES,
    prompts: PROMPTS,
    now: () => Date.parse("2026-07-28T12:05:09Z"),
    timeZone: "Europe/Paris",
    sleep: () => Promise.resolve(),
    stateKey: new Uint8Array(32),
    allowOrigins: [],
    allowHosts: [],
    randomId: () => `session-${++opened}`,
    fastLane,
  });
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON text that `JSON.stringify` would not write. */
class Raw {
  constructor(readonly text: string) {}
}

function json(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${json(each)}`).join(",")}}`;
}

/** Mostly the first value, in one case of 25 one of the others: a request is to have one or two oddities. */
function mostly<T>(usual: T, ...others: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constant<unknown>(usual), weight: 24 }, fc.constantFrom(...others));
}

const ODD = [null, true, 0, -1, 1.5, "", "é\u2028\u{1f600}", [], {}, [{}], { a: 1 }];
const PREFIX = "io.modelcontextprotocol/";

const ids = fc.oneof(
  { arbitrary: fc.integer(), weight: 5 },
  { arbitrary: fc.string({ unit: "grapheme" }), weight: 3 },
  fc.constantFrom<unknown>(
    0,
    -0,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    new Raw("9007199254740993"),
    new Raw("-0"),
    new Raw("1.0"),
    new Raw("1e2"),
    new Raw("1e400"),
    "\ud800",
    undefined,
    ...ODD,
  ),
);

const meta = fc.record({
  [`${PREFIX}protocolVersion`]: mostly("2026-07-28", undefined, "2025-11-25", "2027-01-01", ...ODD),
  [`${PREFIX}clientInfo`]: mostly(
    { name: "c", version: "1" },
    undefined,
    { name: "c" },
    { name: "c", version: 1 },
    { name: "c", version: "1", title: "C" },
    { name: "c", version: "1", title: null },
    { name: "", version: "", icons: [] },
    ...ODD,
  ),
  [`${PREFIX}clientCapabilities`]: mostly(
    {},
    undefined,
    { roots: {} },
    { roots: { listChanged: true } },
    { roots: { listChanged: "yes" } },
    { sampling: { tools: {}, context: {} } },
    { elicitation: { form: {}, url: {} } },
    { elicitation: { form: { applyDefaults: true } } },
    { elicitation: null },
    { experimental: { x: {} }, tasks: {} },
    { constructor: {} },
    ...ODD,
  ),
  progressToken: mostly(undefined, "p", 5, 1.5, new Raw("9007199254740993"), ...ODD),
  [`${PREFIX}logLevel`]: mostly(undefined, "debug", "loud", 5),
  traceparent: mostly(undefined, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
}).map(withoutAbsent);

const args = fc.constantFrom<unknown>(
  { timezone: "Europe/Paris" },
  { timezone: "UTC" },
  undefined,
  {},
  { timezone: "" },
  { timezone: "Mars/Olympus" },
  { timezone: "asia/calcutta" },
  { timezone: "x".repeat(101) },
  { timezone: "é\u2028\ud800" },
  { timezone: null },
  { timezone: 5, other: new Raw("9007199254740993") },
  { timezone: "UTC", extra: { deep: [1, 2] } },
  { time: "15:00", to_timezone: "Asia/Tokyo" },
  { time: "02:30", to_timezone: "Asia/Tokyo", from_timezone: "Europe/Paris" },
  { time: "25:99", to_timezone: "Asia/Tokyo" },
  { to_timezone: "Asia/Tokyo" },
  { seconds: 0 },
  { seconds: 1 },
  new Raw('{"timezone":"UTC","timezone":"Asia/Tokyo"}'),
  new Raw('{"__proto__":{"timezone":"UTC"}}'),
  ...ODD,
);

const request = fc.record({
  method: fc.oneof(
    { arbitrary: fc.constant("tools/call"), weight: 6 },
    fc.constantFrom("tools/list", "server/discover", "resources/read", "resources/list"),
    fc.constantFrom(
      "prompts/list",
      "resources/templates/list",
      "ping",
      "no/such",
      "initialize",
      "prompts/get",
    ),
    fc.constantFrom("notifications/cancelled", "subscriptions/unknown", "completion/complete"),
  ),
  id: ids,
  jsonrpc: mostly("2.0", undefined, "1.0", 2),
  meta: mostly(true, false),
  metaValue: meta,
  name: fc.oneof(
    fc.constantFrom<unknown>("get_current_time", "convert_time"),
    fc.constantFrom<unknown>(
      "plan_meeting",
      "no_such",
      "Get_current_time",
      " get_current_time",
      undefined,
      ...ODD,
    ),
  ),
  arguments: args,
  uri: mostly(
    "time://zones",
    "time://now/UTC",
    "time://now/Mars",
    "time://none",
    "TIME://zones",
    undefined,
    ...ODD,
  ),
  cursor: mostly(undefined, "x", "", null),
  extraParam: mostly(undefined, 1, "x"),
  extraMember: mostly(undefined, 1),
  params: mostly("object", "absent", "null", "array"),
  headers: fc.record({
    "content-type": mostly("application/json", "Application/JSON; charset=utf-8", "text/plain", undefined),
    accept: mostly(
      "application/json, text/event-stream",
      "*/*",
      "application/json",
      "text/event-stream;q=0, application/json",
      undefined,
    ),
    "mcp-protocol-version": mostly(
      "2026-07-28",
      "2026-07-28, 2026-07-28",
      " 2026-07-28 ",
      "2025-11-25",
      "x",
      undefined,
    ),
    "mcp-method": mostly("same", "other", "same, same", " same ", "SAME", undefined),
    "mcp-name": mostly("same", "other", "same, same", "base64", "=?base64?!?=", " same ", undefined),
    origin: mostly(undefined, "http://localhost:3000", "https://evil.example"),
    "mcp-session-id": mostly(undefined, "session"),
    "x-other": mostly(undefined, "1"),
  }),
  blanks: mostly("", " \n", "\t"),
});

type Drawn = typeof request extends fc.Arbitrary<infer T> ? T : never;

function sentOf(drawn: Drawn): Sent {
  const { method, id, jsonrpc, name, uri, cursor, extraParam, extraMember, blanks } = drawn;
  const isCall = method === "tools/call";
  const given = withoutAbsent({
    _meta: drawn.meta ? drawn.metaValue : undefined,
    name: isCall ? name : undefined,
    arguments: isCall ? drawn.arguments : undefined,
    uri: method === "resources/read" ? uri : undefined,
    cursor,
    extraParam,
  });
  const forms: Record<string, unknown> = { object: given, absent: undefined, null: null, array: [given] };
  const params = forms[String(drawn.params)];
  const body = json(withoutAbsent({ jsonrpc, id, method, params, extraMember })) + blanks;
  const named = String(isCall ? name : uri);
  const replaced: Record<string, (value: string) => string> = {
    "mcp-method": (value) => value.replaceAll("same", method).replace("SAME", method.toUpperCase()),
    "mcp-name": (value) =>
      value === "base64"
        ? `=?base64?${btoa(unescape(encodeURIComponent(named)))}?=`
        : value.replaceAll("same", named),
  };
  const headers: Record<string, string> = { host: "localhost:8000", authorization: `Bearer ${KEY}` };
  for (const [header, value] of Object.entries(drawn.headers)) {
    const text = typeof value === "string" ? replaced[header]?.(value) ?? value : undefined;
    // The others cannot be sent.
    if (text !== undefined && /^[\t\x20-\x7e]*$/.test(text)) headers[header] = text;
  }
  return { headers, body };
}

function withoutAbsent(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

async function answerOf({ fetch }: App, { headers, body }: Sent) {
  // Some are answered by a stream that stays open.
  const leave = new AbortController();
  const request = new Request("http://localhost:8000/mcp", {
    method: "POST",
    headers,
    body: new TextEncoder().encode(body),
    signal: leave.signal,
  });
  const response = await fetch(request, { remoteAddr: { hostname: "127.0.0.1" } });
  const text = await response.text();
  return { status: response.status, headers: [...response.headers], text };
}

Deno.test(`both ways answer ${CASES} odd and usual requests alike`, async () => {
  const [on, off] = [app(true), app(false)];
  let plain = 0;
  let quick = 0;
  try {
    await fc.assert(
      fc.asyncProperty(request, async (drawn) => {
        const sent = sentOf(drawn);
        const expected = await answerOf(off, sent);
        assert.deepEqual(await answerOf(on, sent), expected);
        // What the first answer taught the lane.
        assert.deepEqual(await answerOf(on, sent), expected);
        const value = parsed(sent.body);
        if (!readPlainRequest(new Headers(sent.headers), value)) return;
        plain++;
        if (expected.status === 200) quick++;
      }),
      { numRuns: CASES },
    );
  } finally {
    await Promise.all([on.close(), off.close()]);
  }
  // The requests are not all odd.
  assert.ok(plain > CASES / 10, `${plain} were plain`);
  assert.ok(quick > CASES / 10, `${quick} were answered`);
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A call in a session, with or without an oddity. */
const call = fc.record({
  jsonrpc: mostly("2.0", undefined, "1.0"),
  id: ids,
  method: mostly("tools/call", "ping", "tools/list", "no/such"),
  name: mostly("get_current_time", "convert_time", "no_such", undefined, 5),
  arguments: args,
  _meta: mostly(undefined, {}, { progressToken: 1 }, { progressToken: null }, { a: 1 }, null, []),
  extra: mostly(undefined, 1),
  revision: mostly(undefined, "2025-11-25", "2024-11-05", "2026-07-28", "x"),
});

function callOf(drawn: typeof call extends fc.Arbitrary<infer T> ? T : never): string {
  const { jsonrpc, id, method, extra, name, _meta } = drawn;
  const params = withoutAbsent({ name, arguments: drawn.arguments, _meta, extra });
  return json(withoutAbsent({ jsonrpc, id, method, params }));
}

function post({ fetch }: App, path: string, body: string, headers: Record<string, string> = {}) {
  const request = new Request(`http://localhost:8000${path}`, {
    method: "POST",
    headers: {
      host: "localhost:8000",
      authorization: `Bearer ${KEY}`,
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...headers,
    },
    body: new TextEncoder().encode(body),
  });
  return fetch(request, { remoteAddr: { hostname: "127.0.0.1" } });
}

const initialize = (protocolVersion: string) =>
  json({
    jsonrpc: "2.0",
    id: "first",
    method: "initialize",
    params: { protocolVersion, capabilities: {}, clientInfo: { name: "c", version: "1" } },
  });

for (const revision of ["2025-11-25", "2025-06-18", "2025-03-26"]) {
  Deno.test(`both ways answer calls in a session of ${revision} alike`, async () => {
    const apps = [app(true), app(false)] as const;
    try {
      const sessions = await Promise.all(apps.map(async (each) => {
        const response = await post(each, "/mcp", initialize(revision));
        await response.text();
        const session = response.headers.get("mcp-session-id");
        assert.ok(session);
        return { "mcp-session-id": session };
      }));
      await fc.assert(
        fc.asyncProperty(call, async (drawn) => {
          const headers = typeof drawn.revision === "string"
            ? { "mcp-protocol-version": drawn.revision }
            : {};
          const [on, off] = await Promise.all(apps.map(async (each, index) => {
            const response = await post(each, "/mcp", callOf(drawn), { ...sessions[index]!, ...headers });
            return { status: response.status, headers: [...response.headers], text: await response.text() };
          }));
          assert.deepEqual(on, off);
        }),
        { numRuns: CASES / 10 },
      );
    } finally {
      await Promise.all(apps.map((each) => each.close()));
    }
  });
}

Deno.test("both ways answer calls of 2024-11-05 alike, on the stream and to the POST", async () => {
  const apps = [app(true), app(false)] as const;
  const streams = await Promise.all(apps.map(async (each) => {
    const headers = { host: "localhost:8000", authorization: `Bearer ${KEY}`, accept: "text/event-stream" };
    const { body } = await each.fetch(new Request("http://localhost:8000/sse", { headers }), {
      remoteAddr: { hostname: "127.0.0.1" },
    });
    return events(body!);
  }));
  try {
    const [path = ""] = await Promise.all(streams.map((stream) => stream.next("endpoint")));
    const send = async (body: string) =>
      await Promise.all(apps.map(async (each) => {
        const response = await post(each, `/${path}`, body);
        return { status: response.status, headers: [...response.headers], text: await response.text() };
      }));
    await send(initialize("2024-11-05"));
    await Promise.all(streams.map((stream) => stream.next("message")));
    await fc.assert(
      fc.asyncProperty(call, async (drawn) => {
        const [on, off] = await send(callOf(drawn));
        assert.deepEqual(on, off);
        // A ping's answer follows whatever came before.
        await send(json({ jsonrpc: "2.0", id: "mark", method: "ping" }));
        const [said, expected] = await Promise.all(streams.map((stream) => stream.until('"id":"mark"')));
        assert.deepEqual(said, expected);
      }),
      { numRuns: CASES / 10 },
    );
  } finally {
    await Promise.all(apps.map((each) => each.close()));
    await Promise.all(streams.map((stream) => stream.leave()));
  }
});

Deno.test("the record of a quick call of 2024-11-05 has the call before its answer on the stream", async () => {
  const kept = collect();
  const record = { size: 0, viewKeys: [], redactor: createRedactor([]), sink: kept.sink };
  await using server = startServer({ keys: [], record });
  await using reached = await reach(server.at("/sse"));
  assert.equal(reached.connection.era, "2024");
  await reached.call("get_current_time", { timezone: "Asia/Tokyo" });
  const sent = kept.exchanges().find(({ rpc }) => rpc?.method === "tools/call");
  const { events = [] } = kept.exchanges().find(({ method }) => method === "GET") ?? {};
  const answer = events.find(({ data }) => data.includes("Asia/Tokyo"));
  assert.deepEqual([sent?.status, answer?.answers], [202, sent?.id]);
});

/** The events of a stream: their data. */
function events(body: ReadableStream<Uint8Array>) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (kind: string) => {
    while (!text.includes("\n\n")) text += (await reader.read()).value ?? assert.fail("The stream ended.");
    const end = text.indexOf("\n\n");
    const [event, data] = text.slice(0, end).split("\n");
    text = text.slice(end + 2);
    assert.equal(event, `event: ${kind}`);
    return data!.replace("data: ", "");
  };
  return {
    next,
    async until(mark: string) {
      const said: string[] = [];
      while (!said.at(-1)?.includes(mark)) said.push(await next("message"));
      return said;
    },
    leave: () => reader.cancel(),
  };
}
