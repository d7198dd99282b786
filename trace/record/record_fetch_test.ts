import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fetch } from "../../lib/fetch.ts";
import type { Peer, TraceEvent } from "../exchange.ts";
import { recordFetch } from "./record_fetch.ts";
import { createRecorder } from "./recorder.ts";
import { createRedactor } from "./redact.ts";

const SECRET = "planted-secret-0123456789";
const URL_MCP = "http://localhost:8000/mcp";
const JSON_TYPE = { "content-type": "application/json" };
const EVENTS_TYPE = { "content-type": "text/event-stream" };

/** A recorder whose clock advances by 1 ms at every reading, and its events. */
function recording() {
  const events: TraceEvent[] = [];
  let time = 100;
  const recorder = createRecorder({
    sink: (event) => events.push(event),
    redactor: createRedactor([SECRET]),
    now: () => time++,
    timeOrigin: 0,
  });
  const record = (fetch: Fetch, peer: Peer) => recordFetch(recorder, fetch, peer);
  const kinds = () => events.map((event) => `${event.kind} ${idOf(event)}`);
  return { record, events, kinds };
}

const idOf = (event: TraceEvent) => event.kind === "request" ? event.exchange.id : event.id;
const asked = (events: readonly TraceEvent[]) =>
  events.flatMap((event) => event.kind === "request" ? [event.exchange] : []);

function answering(response: () => Response | Promise<Response>): Fetch {
  return () => Promise.resolve().then(response);
}

function bodyOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks);
}

const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

const encode = (text: string) => new TextEncoder().encode(text);

/** Lets all pending tasks run. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

function endOf(events: readonly TraceEvent[]): string {
  const end = events.at(-1);
  assert.ok(end?.kind === "end");
  return end.body;
}

Deno.test("a JSON exchange is recorded as request, response, end, with both bodies", async () => {
  const { record, events } = recording();
  const wrapped = record(
    answering(() => new Response('{"ok":true}', { status: 202, headers: JSON_TYPE })),
    "mcp_server",
  );
  const response = await wrapped(URL_MCP, { method: "POST", body: PING, headers: { "X-Mine": "1" } });
  assert.equal(await response.text(), '{"ok":true}');
  const exchange = {
    id: 1,
    peer: "mcp_server",
    client: "mcpdemo",
    step: "ping",
    era: "2025",
    startedAt: "1970-01-01T00:00:00.100Z",
    method: "POST",
    url: URL_MCP,
    requestHeaders: { "x-mine": "1" },
    requestBody: PING,
    requestBytes: PING.length,
    rpc: { id: 1, method: "ping" },
    events: [],
  };
  assert.deepEqual(events, [
    { kind: "request", exchange },
    { kind: "response", id: 1, ms: 1, status: 202, headers: JSON_TYPE },
    { kind: "end", id: 1, ms: 2, body: '{"ok":true}', bytes: 11 },
  ]);
});

for (const type of ["text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream"]) {
  Deno.test(`each event of a stream of type ${type} is recorded as it arrives, and no body at the end`, async () => {
    const { record, events } = recording();
    const chunks = [": hello\n\nevent: endpoint\ndata: /mess", "ages/\n\nid: 1\nda", "ta: é\n\n"].map(encode);
    const answer = () => new Response(bodyOf(...chunks), { headers: { "content-type": type } });
    const response = await record(answering(answer), "mcp_server")(URL_MCP);
    await response.body?.pipeTo(new WritableStream());
    assert.deepEqual(
      events.slice(2).map((event) => event.kind === "event" ? [event.event, event.data] : event.kind),
      [["endpoint", "/messages/"], ["message", "é"], "end"],
    );
    assert.equal(endOf(events), "");
  });
}

Deno.test("a failing fetch is recorded as request, failure, with the reason of its cause; the error is rethrown", async () => {
  const { record, events } = recording();
  const failure = new TypeError("fetch failed", { cause: new Error(`refused (${SECRET})`) });
  const wrapped = record(answering(() => Promise.reject(failure)), "model");
  await assert.rejects(wrapped(URL_MCP), (error: unknown) => error === failure);
  assert.deepEqual(events.map(({ kind }) => kind), ["request", "failure"]);
  const last = events.at(-1);
  assert.ok(last?.kind === "failure");
  assert.match(last.message, /refused \(\*\*\*\)/);
});

Deno.test("a body that breaks off is recorded as request, response, failure, and breaks off for the reader too", async () => {
  const { record, kinds } = recording();
  const broken = new Error("connection reset");
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => pulls++ === 0 ? controller.enqueue(encode("{")) : controller.error(broken),
  });
  const response = await record(answering(() => new Response(body)), "mcp_server")(URL_MCP);
  await assert.rejects(response.text(), (error: unknown) => error === broken);
  assert.deepEqual(kinds(), ["request 1", "response 1", "failure 1"]);
});

Deno.test("a response without a body ends immediately", async () => {
  for (const status of [202, 204, 304]) {
    const { record, kinds } = recording();
    const original = new Response(null, { status });
    assert.equal(await record(answering(() => original), "mcp_server")(URL_MCP), original);
    assert.deepEqual(kinds(), ["request 1", "response 1", "end 1"]);
  }
});

for (const moment of ["before it is read", "between two chunks", "while a chunk is awaited"] as const) {
  Deno.test(`a body cancelled ${moment} ends its exchange once, and its source receives the reason`, async () => {
    const { record, kinds } = recording();
    const asked = Promise.withResolvers<void>();
    const reasons: unknown[] = [];
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode("data: 1\n\n")),
      // Called once the first chunk has been read and another one is requested.
      pull: () => asked.resolve(),
      cancel: (reason) => void reasons.push(reason),
    });
    const fetch = answering(() => new Response(body, { headers: EVENTS_TYPE }));
    const response = await record(fetch, "mcp_server")(URL_MCP);
    const reader = response.body!.getReader();
    if (moment !== "before it is read") {
      await reader.read();
      await asked.promise;
      await turns();
    }
    const awaited = moment === "while a chunk is awaited" ? reader.read() : undefined;
    await reader.cancel("enough");
    await awaited;
    await turns();
    assert.deepEqual(reasons, ["enough"]);
    assert.deepEqual(kinds().filter((kind) => /^(end|failure)/.test(kind)), ["end 1"]);
    assert.equal(kinds().at(-1), "end 1");
  });
}

Deno.test("the response passes through byte for byte, however it is split into chunks", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  const type = fc.constantFrom("application/json", "text/event-stream", "application/octet-stream");
  await fc.assert(fc.asyncProperty(chunks, type, async (chunks, type) => {
    const { record, events } = recording();
    const original = new Response(bodyOf(...chunks), {
      status: 418,
      statusText: "Short and stout",
      headers: { "content-type": type, "x-mine": "kept" },
    });
    const response = await record(answering(() => original), "model")(URL_MCP);
    assert.deepEqual([response.status, response.statusText], [418, "Short and stout"]);
    assert.deepEqual(Object.fromEntries(response.headers), { "content-type": type, "x-mine": "kept" });
    assert.deepEqual([...await response.bytes()], chunks.flatMap((chunk) => [...chunk]));
    assert.equal(events.at(-1)?.kind, "end");
  }));
});

Deno.test("a text is recorded completely, however its characters are split into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 5 }), async (text, size) => {
      const { record, events } = recording();
      const bytes = encode(text);
      const chunks = Array.from(
        { length: Math.ceil(bytes.length / size) },
        (_, index) => bytes.slice(index * size, (index + 1) * size),
      );
      const response = await record(
        answering(() => new Response(bodyOf(...chunks), { headers: JSON_TYPE })),
        "mcp_server",
      )(URL_MCP);
      await response.text();
      assert.equal(endOf(events), text);
    }),
  );
});

Deno.test("one recorder numbers the exchanges of all its fetches in the order in which they start", async () => {
  const { record, events } = recording();
  const mcp = record(answering(() => new Response("{}", { headers: JSON_TYPE })), "mcp_server");
  const model = record(answering(() => new Response("{}", { headers: JSON_TYPE })), "model");
  await (await mcp(URL_MCP)).text();
  await Promise.all([model(URL_MCP), mcp(URL_MCP)].map(async (response) => await (await response).text()));
  const started = asked(events).map(({ id, peer }) => [id, peer]);
  assert.deepEqual(started, [[1, "mcp_server"], [2, "model"], [3, "mcp_server"]]);
  for (const id of [1, 2, 3]) {
    const kinds = events.filter((event) => idOf(event) === id).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["request", "response", "end"]);
  }
});

Deno.test("a Request is recorded with its own method, URL and headers", async () => {
  const { record, events } = recording();
  const wrapped = record(answering(() => new Response(null)), "mcp_server");
  await wrapped(new Request(URL_MCP, { method: "DELETE", headers: { "mcp-session-id": "s1" } }));
  await wrapped(new URL(URL_MCP));
  const [first, second] = asked(events);
  assert.deepEqual([first?.method, first?.url, first?.requestHeaders], ["DELETE", URL_MCP, {
    "mcp-session-id": "session-1",
  }]);
  assert.deepEqual([second?.method, second?.url, second?.requestBody], ["GET", URL_MCP, ""]);
});
