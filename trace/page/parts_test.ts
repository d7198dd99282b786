import assert from "node:assert/strict";
import type { Exchange, StreamEvent } from "../exchange.ts";
import { createStore } from "./fold.js";
import { failureOf, isFailed } from "./moments.js";
import { pageExchange } from "./parts.ts";

const exchangeOf = (given: Partial<Exchange>): Exchange => ({
  id: 1,
  peer: "mcp_server",
  client: "c",
  step: "tools_call",
  startedAt: "2026-07-28T12:05:09.000Z",
  method: "POST",
  url: "http://h/mcp",
  requestHeaders: {},
  requestBody: "",
  requestBytes: 0,
  events: [],
  status: 200,
  ...given,
});
const wrongEvent: StreamEvent = { ms: 0, event: "message", data: "{}", step: "tool_error" };
const isErrorBody = '{"id":1,"result":{"isError":true,"content":[]}}';

Deno.test("a tool's error is a failure, in a body and in an event; an ordinary result is not", () => {
  const failure = (given: Partial<Exchange>) => failureOf(pageExchange(exchangeOf(given)));
  assert.equal(failure({ responseBody: isErrorBody }), "tool_error");
  assert.equal(failure({ events: [wrongEvent] }), "tool_error");
  assert.equal(failure({ responseBody: '{"id":1,"result":{}}' }), undefined);
  assert.equal(failure({ events: [{ ...wrongEvent, step: "result_on_stream" }] }), undefined);
  assert.ok(isFailed(pageExchange(exchangeOf({ responseBody: isErrorBody }))));
});

Deno.test("in HTTP+SSE a failure on the stream belongs to its request, in any order of arrival", () => {
  const stream = pageExchange(exchangeOf({ id: 1, events: [{ ...wrongEvent, answers: 2 }] }));
  const call = pageExchange(exchangeOf({ id: 2, status: 202 }));
  for (const order of [[stream, call], [call, stream]]) {
    const store = createStore(10);
    for (const exchange of order) store.take({ kind: "request", exchange });
    assert.deepEqual([1, 2].map((id) => isFailed(store.exchanges.get(id)!)), [false, true]);
  }
});
