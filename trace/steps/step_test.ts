/** The kinds of steps of requests, events and answers. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { endParts, headParts, stepOfEvent } from "./answer_step.ts";
import type { Exchange, StepKind } from "../exchange.ts";
import { readMessage } from "./message.ts";
import { eraOfRequest, requestParts, stepOfRequest } from "./request_step.ts";

type Sent = Partial<
  { peer: "mcp_server" | "model"; method: string; url: string; headers: Record<string, string> }
>;

const factsOf = (
  body: string,
  { peer = "mcp_server", method = "POST", url = "http://h/mcp", headers = {} }: Sent,
) => ({
  peer,
  method,
  url,
  headers,
  body,
  message: readMessage(body),
});
const rpc = (method: string, params = {}) => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });

const REQUESTS: readonly [string, string, Sent, StepKind][] = [
  ["discover", rpc("server/discover"), {}, "server_discover"],
  ["initialize", rpc("initialize"), {}, "initialize"],
  ["a call", rpc("tools/call", { name: "t" }), {}, "tools_call"],
  ["a call with answers", rpc("tools/call", { name: "t", inputResponses: {} }), {}, "tools_call_again"],
  ["a method of its own", rpc("x/y"), {}, "other_request"],
  ["a method named as an object's property", rpc("constructor"), {}, "other_request"],
  ["a notification of its own", '{"method":"notifications/x"}', {}, "notification"],
  ["an answer", '{"id":1,"result":{}}', {}, "answer_to_server"],
  ["no JSON", "hello", {}, "other_request"],
  ["a body that was not read", "", { headers: { "content-length": "7" } }, "unread_request"],
  [
    "a body of unknown length that was not read",
    "",
    { headers: { "transfer-encoding": "chunked" } },
    "unread_request",
  ],
  ["no body", "", { headers: { "content-length": "0" } }, "other_request"],
  ["no JSON, the method in a header", "", { headers: { "mcp-method": "ping" } }, "ping"],
  ["GET /sse", "", { method: "GET", url: "http://h/sse" }, "stream_2024"],
  ["GET anywhere for events", "", {
    method: "GET",
    url: "http://h/x",
    headers: { accept: "text/event-stream" },
  }, "stream_2024"],
  ["GET /mcp", "", { method: "GET" }, "stream_2025"],
  [
    "GET with a session",
    "",
    { method: "GET", url: "http://h/x", headers: { "mcp-session-id": "s" } },
    "stream_2025",
  ],
  ["GET from an event on", "", { method: "GET", headers: { "last-event-id": "3" } }, "stream_resumed"],
  ["GET /", "", { method: "GET", url: "http://h/" }, "other_http"],
  ["GET /healthz", "", { method: "GET", url: "http://h/healthz" }, "health"],
  ["DELETE", "", { method: "DELETE" }, "end_session"],
  ["OPTIONS", "", { method: "OPTIONS" }, "preflight"],
  ["well-known", "", { method: "GET", url: "http://h/.well-known/x" }, "oauth_discovery"],
  ["register", "{}", { url: "http://h/register" }, "oauth_register"],
  ["a question", '{"messages":[{"role":"user","content":"hi"}]}', { peer: "model" }, "model_question"],
  ["a question that speaks of results", '{"messages":[{"role":"user","content":"\\"role\\":\\"tool\\""}]}', {
    peer: "model",
  }, "model_question"],
  ["results", '{"messages":[{"role":"tool","content":"1"}]}', { peer: "model" }, "model_results"],
  ["models", "", { peer: "model", method: "GET", url: "http://h/v1/models" }, "models_list"],
];

for (const [name, body, sent, step] of REQUESTS) {
  Deno.test(`a request: ${name} is ${step}`, () => assert.equal(stepOfRequest(factsOf(body, sent)), step));
}

Deno.test("a request's era follows from its address and its headers", () => {
  const era = (sent: Sent) => eraOfRequest(factsOf("", sent));
  assert.equal(era({ url: "http://h/messages/?session_id=x" }), "2024");
  assert.equal(
    era({ url: "http://h/x?sessionId=x", headers: { "mcp-protocol-version": "2025-11-25" } }),
    "2024",
  );
  assert.equal(era({ headers: { "mcp-protocol-version": "2026-07-28" } }), "2026");
  assert.equal(era({ headers: { "mcp-protocol-version": "2025-06-18" } }), "2025");
  assert.equal(era({ method: "GET", url: "http://h/sse" }), "2024");
  assert.equal(era({ method: "GET", url: "http://h/healthz" }), undefined);
  assert.equal(era({ peer: "model" }), undefined);
});

const EVENTS: readonly [string, string, StepKind][] = [
  ["endpoint", "/messages/", "endpoint_event"],
  ["message", "", "priming_event"],
  ["message", '{"method":"notifications/progress","params":{}}', "progress"],
  ["message", '{"method":"notifications/message","params":{}}', "log_message"],
  ["message", '{"method":"notifications/tools/list_changed"}', "list_changed"],
  ["message", '{"method":"notifications/resources/updated"}', "resource_updated"],
  ["message", '{"method":"notifications/subscriptions/acknowledged"}', "subscription_acknowledged"],
  ["message", '{"id":1,"method":"elicitation/create"}', "elicitation"],
  ["message", '{"id":1,"method":"roots/list"}', "server_request"],
  ["message", '{"method":"notifications/x"}', "server_notification"],
  ["message", '{"id":1,"result":{}}', "result_on_stream"],
  ["message", '{"id":1,"result":{"isError":true}}', "tool_error"],
  ["message", '{"id":1,"result":{"resultType":"input_required"}}', "input_required"],
  ["message", '{"id":1,"error":{"code":-32602}}', "invalid_params"],
  ["message", '{"id":1,"error":{"code":-32000}}', "rpc_error"],
  ["message", "no JSON", "result_on_stream"],
];

for (const [event, data, step] of EVENTS) {
  Deno.test(`an event: ${event} ${data} is ${step}`, () => {
    assert.equal(stepOfEvent("mcp_server", "tools_call", event, data), step);
  });
}

Deno.test("the answers to initialize and server/discover have specific explanations, and so does the end of a model's reply", () => {
  const answer = '{"id":1,"result":{}}';
  assert.equal(stepOfEvent("mcp_server", "initialize", "message", answer), "server_hello");
  assert.equal(stepOfEvent("mcp_server", "server_discover", "message", answer), "discover_result");
  assert.equal(stepOfEvent("model", "model_question", "message", "[DONE]"), "model_done");
  assert.equal(stepOfEvent("model", "model_question", "message", "{}"), "model_chunk");
});

const exchangeOf = (given: Partial<Exchange>): Exchange => ({
  id: 1,
  peer: "mcp_server",
  client: "mcpdemo",
  step: "tools_call",
  startedAt: "2026-07-28T12:05:09.000Z",
  method: "POST",
  url: "http://h/mcp",
  requestHeaders: {},
  requestBody: "",
  requestBytes: 0,
  events: [],
  ...given,
});

Deno.test("the explained parts of a request: keys, headers and _meta of 2026, tools for the model", () => {
  const requestHeaders = { authorization: "Bearer ***", "mcp-method": "tools/call" };
  const modern = exchangeOf({ era: "2026", requestHeaders, requestBody: '{"params":{"_meta":{}}}' });
  assert.deepEqual(requestParts(modern), ["auth_header", "revision_headers", "request_meta"]);
  assert.deepEqual(requestParts(exchangeOf({ era: "2025", requestHeaders })), ["auth_header"]);
  assert.deepEqual(requestParts(exchangeOf({ peer: "model", requestBody: '{"tools":[]}' })), [
    "tool_conversion",
  ]);
  assert.deepEqual(requestParts(exchangeOf({ peer: "model", requestBody: "{}" })), []);
  assert.deepEqual(requestParts(exchangeOf({ peer: "model", requestHeaders })), ["model_key"]);
  const url = "http://offline.mcpdemo.invalid/v1/chat/completions";
  assert.deepEqual(requestParts(exchangeOf({ peer: "model", url })), ["offline_model"]);
});

Deno.test("the explained parts of response headers: a new session, a stream, a 202", () => {
  const responseHeaders = { "mcp-session-id": "session-1", "content-type": "text/event-stream" };
  assert.deepEqual(headParts(exchangeOf({ status: 200, responseHeaders })), ["session_id", "answer_stream"]);
  assert.deepEqual(headParts(exchangeOf({ status: 202 })), ["accepted"]);
  const known = { "mcp-session-id": "session-1" };
  assert.deepEqual(headParts(exchangeOf({ status: 200, responseHeaders: known, requestHeaders: known })), []);
  assert.deepEqual(headParts(exchangeOf({ status: 404, responseHeaders })), []);
});

Deno.test("the end of an exchange: a result, a requested call, an answer, a failure", () => {
  const end = (given: Partial<Exchange>) => endParts(exchangeOf({ status: 200, ...given }));
  const choice = (message: unknown) => JSON.stringify({ choices: [{ message }] });
  assert.deepEqual(end({ responseBody: '{"id":1,"result":{}}' }), ["result"]);
  assert.deepEqual(end({ step: "initialize", responseBody: '{"id":1,"result":{}}' }), ["server_hello"]);
  assert.deepEqual(end({ peer: "model", responseBody: choice({ tool_calls: [{}] }) }), ["tool_call_asked"]);
  assert.deepEqual(end({ peer: "model", responseBody: choice({ content: "hi", tool_calls: [] }) }), [
    "final_answer",
  ]);
  assert.deepEqual(end({ failure: "refused" }), ["no_answer"]);
  const responseHeaders = { "www-authenticate": "Bearer" };
  assert.deepEqual(end({ step: "server_discover", status: 400, responseHeaders }), ["bad_credentials"]);
  assert.deepEqual(end({ step: "server_discover", status: 400 }), ["older_server"]);
  assert.deepEqual(end({ step: "end_session" }), ["session_ended"]);
  assert.deepEqual(end({ step: "end_session", status: 405 }), ["wrong_http_method"]);
  assert.deepEqual(end({ responseBody: "" }), []);
});

Deno.test("a client that disconnects cancels its request only in 2026, and only before the result", () => {
  const end = (given: Partial<Exchange>) => endParts(exchangeOf({ status: 200, aborted: true, ...given }));
  const rpc = { id: 1, method: "tools/call" };
  assert.deepEqual(end({ era: "2026", rpc }), ["closed_by_client"]);
  assert.deepEqual(end({ era: "2025", rpc }), []);
  const events = [{ ms: 0, event: "message", data: '{"id":1,"result":{}}' }];
  assert.deepEqual(end({ era: "2026", rpc, events }), []);
  assert.deepEqual(end({ era: "2024", step: "stream_2024", method: "GET" }), ["session_stream_ended"]);
  assert.deepEqual(end({ era: "2024", step: "stream_2024", status: 401 }), ["missing_key"]);
});

Deno.test("every request, event and answer has a step, with any content, and nothing throws", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom("null", '{"params":null,"method":"tools/call"}'),
  );
  const peer = fc.constantFrom("mcp_server" as const, "model" as const);
  fc.assert(fc.property(text, text, peer, fc.integer({ min: 100, max: 599 }), (sent, came, peer, status) => {
    assert.ok(stepOfRequest(factsOf(sent, { peer })));
    assert.ok(stepOfEvent(peer, "ping", "message", came));
    const exchange = exchangeOf({ peer, status, requestBody: sent, responseBody: came });
    assert.ok([...requestParts(exchange), ...headParts(exchange), ...endParts(exchange)].length <= 6);
  }));
});
