/** A recorder never breaks what it records, and links the exchanges that belong together. */
import assert from "node:assert/strict";
import type { Fetch } from "../../lib/fetch.ts";
import { collect } from "./collect.ts";
import { type Exchange, MAX_CHUNKS, MAX_EVENTS } from "../exchange.ts";
import { recordFetch } from "./record_fetch.ts";
import { createRecorder, type RecorderOptions } from "./recorder.ts";
import { createRedactor } from "./redact.ts";

const OPTIONS = {
  get redactor() {
    return createRedactor([]);
  },
  now: () => 0,
  timeOrigin: 0,
};
const EVENTS = { headers: { "content-type": "text/event-stream" } };
const rpc = (method: string, id?: number, params = {}) => ({
  method: "POST",
  body: JSON.stringify({ jsonrpc: "2.0", ...(id === undefined ? {} : { id }), method, params }),
});
const result = (id: number) => `data: {"jsonrpc":"2.0","id":${id},"result":{}}\n\n`;

type Sent = readonly [url: string, init: RequestInit, answer: () => Response, peer?: "model"];

/** Sends requests one after the other, and reads each response to its end. */
async function record(
  sent: readonly Sent[],
  options: Partial<RecorderOptions> = {},
): Promise<readonly Exchange[]> {
  const kept = collect();
  const recorder = createRecorder({ ...OPTIONS, sink: kept.sink, ...options });
  for (const [url, init, answer, peer = "mcp_server"] of sent) {
    const fetch: Fetch = () => Promise.resolve(answer());
    await (await recordFetch(recorder, fetch, peer)(url, init)).text();
  }
  return kept.exchanges();
}

Deno.test("a sink that throws does not affect the run, and its errors are counted", async () => {
  let dropped = 0;
  const recorder = createRecorder({
    ...OPTIONS,
    sink: () => {
      throw new Error("no room");
    },
    onDropped: () => dropped++,
  });
  const response = await recordFetch(recorder, () => Promise.resolve(new Response("fine")), "model")(
    "http://h/",
  );
  assert.equal(await response.text(), "fine");
  assert.equal(dropped, 1);
});

Deno.test("a redactor, a clock or a folder that throws does not affect the run either", async () => {
  const fail = () => {
    throw new Error("broken");
  };
  const broken: Partial<RecorderOptions>[] = [
    { now: fail },
    { redactor: { text: fail, headers: fail, within: fail } },
    { foldCompletion: () => ({ add: fail, completion: fail }) },
  ];
  for (const options of broken) {
    let dropped = 0;
    const recorder = createRecorder({ ...OPTIONS, sink: () => {}, onDropped: () => dropped++, ...options });
    const answer = () => Promise.resolve(new Response("data: {}\n\n", EVENTS));
    const response = await recordFetch(recorder, answer, "model")("http://h/");
    assert.equal(await response.text(), "data: {}\n\n");
    assert.ok(dropped > 0);
  }
});

Deno.test("a model's reply causes the tool call, its results cause the next question", async () => {
  const json = () => Response.json({ id: 1, result: {} });
  const exchanges = await record([
    ["http://h/mcp", rpc("initialize", 0), json],
    ["http://h/mcp", rpc("tools/list", 1), json],
    ["http://m/v1", { method: "POST", body: '{"messages":[]}' }, json, "model"],
    ["http://h/mcp", rpc("tools/call", 2, { name: "t" }), () => new Response(result(2), EVENTS)],
    ["http://m/v1", { method: "POST", body: '{"messages":[{"role":"tool"}]}' }, json, "model"],
    ["http://h/mcp", { method: "DELETE", headers: { "mcp-session-id": "s" } }, json],
  ]);
  assert.deepEqual(exchanges.map(({ step, cause }) => [step, cause]), [
    ["initialize", undefined],
    ["tools_list", 1],
    ["model_question", 2],
    ["tools_call", 3],
    ["model_results", 4],
    ["end_session", 5],
  ]);
});

Deno.test("a cancellation is caused by its call, an answer to the server by the stream with the request", async () => {
  const asks = 'data: {"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{}}\n\n';
  const exchanges = await record([
    ["http://h/mcp", rpc("tools/call", 7), () => new Response(asks, EVENTS)],
    [
      "http://h/mcp",
      { method: "POST", body: '{"jsonrpc":"2.0","id":"q","result":{}}' },
      () => new Response(null, { status: 202 }),
    ],
    [
      "http://h/mcp",
      rpc("notifications/cancelled", undefined, { requestId: 7 }),
      () => new Response(null, { status: 202 }),
    ],
    [
      "http://other/mcp",
      rpc("notifications/cancelled", undefined, { requestId: 7 }),
      () => new Response(null, { status: 202 }),
    ],
  ]);
  assert.deepEqual(exchanges.map(({ step, cause }) => [step, cause]), [
    ["tools_call", undefined],
    ["answer_to_server", 1],
    ["cancelled", 1],
    // Another server numbers its ids independently.
    ["cancelled", undefined],
  ]);
});

Deno.test("sessions are recorded as pseudonyms, one per session", async () => {
  const opened = (id: string) => () => new Response("{}", { headers: { "mcp-session-id": id } });
  const exchanges = await record([
    ["http://h/mcp", rpc("initialize", 0), opened("secret-session-1")],
    [
      "http://h/mcp",
      { ...rpc("ping", 1), headers: { "mcp-session-id": "secret-session-1" } },
      opened("secret-session-1"),
    ],
    ["http://h/mcp", rpc("initialize", 0), opened("secret-session-2")],
    [
      "http://h/sse",
      { headers: { accept: "text/event-stream" } },
      () => new Response("event: endpoint\ndata: /messages/?session_id=secret-session-3\n\n", EVENTS),
    ],
    [
      "http://h/messages/?session_id=secret-session-3",
      rpc("ping", 1),
      () => new Response("Accepted", { status: 202 }),
    ],
  ]);
  assert.deepEqual(exchanges.map(({ session }) => session), [
    "session-1",
    "session-1",
    "session-2",
    "session-3",
    "session-3",
  ]);
  assert.doesNotMatch(JSON.stringify(exchanges), /secret-session/);
  assert.equal(exchanges[4]?.url, "http://h/messages/?session_id=session-3");
  assert.equal(exchanges[3]?.events[0]?.data, "/messages/?session_id=session-3");
});

Deno.test("in a server's record, only a repeated session or state links two requests", () => {
  const kept = collect();
  const recorder = createRecorder({ ...OPTIONS, sink: kept.sink, manyClients: true });
  const exchange = (body: string, session?: string, answer = "{}", opens?: string) => {
    const recording = recorder.begin({
      peer: "mcp_server",
      client: "mcpdemo",
      method: "POST",
      url: "http://h/mcp",
      headers: session ? [["mcp-session-id", session]] : [],
      body,
    });
    recording.response(200, new Headers(opens ? { "mcp-session-id": opens } : {}));
    recording.chunk(new TextEncoder().encode(answer));
    recording.end();
  };
  exchange(rpc("server/discover", 1).body);
  exchange(rpc("server/discover", 1).body);
  exchange(rpc("initialize", 1).body, undefined, "{}", "session-a");
  exchange(rpc("initialize", 1).body, undefined, "{}", "session-b");
  exchange(rpc("tools/list", 2).body, "session-a");
  exchange(rpc("tools/list", 2).body);
  const asks = { resultType: "input_required", requestState: "sealed" };
  exchange(rpc("tools/call", 3).body, undefined, JSON.stringify({ id: 3, result: asks }));
  exchange(rpc("tools/call", 4, { inputResponses: {}, requestState: "sealed" }).body);
  exchange(rpc("tools/call", 4, { inputResponses: {}, requestState: "another" }).body);
  const none = undefined;
  assert.deepEqual(kept.exchanges().map(({ cause }) => cause), [
    none,
    none,
    none,
    none,
    3,
    none,
    none,
    7,
    none,
  ]);
});

Deno.test("without a session, an answer on a stream belongs to its own request, even if another client uses the same id", () => {
  const kept = collect();
  const recorder = createRecorder({ ...OPTIONS, sink: kept.sink, manyClients: true });
  const ask = { peer: "mcp_server", client: "c", method: "POST", url: "http://h/mcp" } as const;
  const begin = () => recorder.begin({ ...ask, headers: [], body: rpc("tools/call", 1).body });
  const [first] = [begin(), begin()];
  first.response(200, new Headers(EVENTS.headers));
  first.chunk(new TextEncoder().encode(result(1)));
  assert.equal(kept.exchanges()[0]?.events[0]?.answers, undefined);
});

Deno.test("events are limited, the missing ones are counted, and a model's chunks are merged", async () => {
  const many = (count: number) => () => new Response("data: {}\n\n".repeat(count), EVENTS);
  const seen: string[] = [];
  const foldCompletion = () => ({
    add: (data: string) => void seen.push(data),
    completion: () => '{"folded":true}',
  });
  const [mcp, model] = await record([
    ["http://h/mcp", rpc("ping", 1), many(MAX_EVENTS + 7)],
    ["http://m/v1", { method: "POST", body: "{}" }, many(MAX_CHUNKS + 30), "model"],
  ], { foldCompletion });
  assert.deepEqual([mcp?.events.length, mcp?.droppedEvents], [MAX_EVENTS, 7]);
  assert.deepEqual([model?.events.length, model?.droppedEvents], [MAX_CHUNKS, 30]);
  assert.equal(seen.length, MAX_CHUNKS + 30);
  assert.equal(model?.responseBody, '{"folded":true}');
  assert.equal(model?.responseBytes, "data: {}\n\n".length * (MAX_CHUNKS + 30));
});

Deno.test("a collection keeps exchanges up to its limit and counts the others", async () => {
  const kept = collect(1);
  const recorder = createRecorder({ ...OPTIONS, sink: kept.sink });
  const wrapped = recordFetch(recorder, () => Promise.resolve(new Response("x")), "model");
  for (let index = 0; index < 3; index++) await (await wrapped("http://h/")).text();
  assert.deepEqual([kept.exchanges().length, kept.dropped], [1, 2]);
});
