import assert from "node:assert/strict";
import { messagesIn } from "../cli/language.ts";
import { createDebugText, stepOf } from "./debug_text.ts";
import type { RecordedRequest, TraceEvent } from "./exchange.ts";

const WORDS = messagesIn("en").debug;

function requestOf(given: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    id: 1,
    peer: "mcp_server",
    method: "POST",
    url: "http://localhost:8000/mcp",
    headers: {},
    body: "",
    ...given,
  };
}

/** The lines of the text, without styles. */
function lines(events: readonly TraceEvent[], titles: readonly string[] = []): string[] {
  const noted: string[] = [];
  const text = createDebugText({ note: (line) => noted.push(line), style: (_kind, text) => text }, WORDS);
  for (const title of titles) text.step(title);
  for (const event of events) text.sink(event);
  return noted;
}

Deno.test("one exchange is one numbered step: its title, what was sent, what came back", () => {
  const request = requestOf({
    headers: { "accept": "*/*", "authorization": "Bearer ***", "mcp-method": "tools/list" },
    body: '{"jsonrpc":"2.0","id":1,\n"method":"tools/list"}',
  });
  assert.deepEqual(
    lines([
      { kind: "request", request },
      {
        kind: "response",
        request,
        ms: 12.4,
        status: 200,
        headers: { "content-type": "application/json", date: "x" },
      },
      { kind: "end", request, ms: 13, body: '{"result":{}}' },
    ]),
    [
      "",
      "[1] list tools: what can the server do?",
      "[1] → MCP server   POST http://localhost:8000/mcp",
      "[1]     authorization: Bearer ***   mcp-method: tools/list",
      '[1]     {"jsonrpc":"2.0","id":1, "method":"tools/list"}',
      "[1] ← MCP server   200 in 12 ms",
      "[1]     content-type: application/json",
      '[1]     {"result":{}}',
    ],
  );
});

Deno.test("steps are numbered as they begin, and late lines keep the number of their step", () => {
  const first = requestOf({ id: 7 });
  const second = requestOf({ id: 9, peer: "model" });
  assert.deepEqual(
    lines([
      { kind: "request", request: first },
      { kind: "request", request: second },
      { kind: "failure", request: second, ms: 1.6, message: "refused" },
      { kind: "response", request: first, ms: 5, status: 503, headers: {} },
    ], ["connect"]),
    [
      "",
      "[1] connect",
      "",
      "[2] request",
      "[2] → MCP server   POST http://localhost:8000/mcp",
      "",
      "[3] question to the model, with the tools that it may call",
      "[3] → model   POST http://localhost:8000/mcp",
      "[3] ← model   failed after 2 ms: refused",
      "[2] ← MCP server   503 in 5 ms",
    ],
  );
});

Deno.test("a server's events are shown, a model's are not", () => {
  const shown = (peer: "mcp_server" | "model") => {
    const request = requestOf({ peer, method: "GET" });
    return lines([
      { kind: "request", request },
      { kind: "event", request, ms: 3, event: "endpoint", data: "/messages/" },
      { kind: "end", request, ms: 4, body: "" },
    ]).slice(3);
  };
  assert.deepEqual(shown("mcp_server"), [
    '[1] ← MCP server   event "endpoint" after 3 ms',
    "[1]     /messages/",
  ]);
  assert.deepEqual(shown("model"), []);
});

Deno.test("a long body is cut, and how much is missing is said", () => {
  const request = requestOf({ body: "x".repeat(1_234) });
  assert.equal(
    lines([{ kind: "request", request }]).at(-1),
    `[1]     ${"x".repeat(1_000)}… (234 more characters)`,
  );
});

Deno.test("nothing that a server sends drives the terminal or begins a line of its own", () => {
  const evil = "\x1b[2J\x9b\u202e\u200b\x07";
  const lineBreak = `${evil}\r\n[9] forged`;
  const request = requestOf({
    url: `http://h/${evil}`,
    headers: { "mcp-session-id": evil },
    body: lineBreak,
  });
  const noted = lines([
    { kind: "request", request },
    { kind: "response", request, ms: 1, status: 200, headers: { location: evil } },
    { kind: "event", request, ms: 1, event: evil, data: lineBreak },
    { kind: "end", request, ms: 1, body: lineBreak },
    { kind: "failure", request, ms: 1, message: lineBreak },
  ]).slice(1);
  assert.equal(noted.length, 10);
  for (const line of noted) {
    assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\u200b]/u);
    assert.match(line, /^\[1\] /);
  }
});

Deno.test("a status below 400 is green, one from 400 on and a failure are red", () => {
  const styled = (event: (request: RecordedRequest) => TraceEvent) => {
    const used: string[] = [];
    const text = createDebugText({
      note: () => {},
      style: (kind, text) => {
        if (text.startsWith("←")) used.push(kind);
        return text;
      },
    }, WORDS);
    const request = requestOf();
    text.sink({ kind: "request", request });
    text.sink(event(request));
    return used;
  };
  const response = (status: number) => (request: RecordedRequest): TraceEvent => ({
    kind: "response",
    request,
    ms: 1,
    status,
    headers: {},
  });
  assert.deepEqual([200, 399, 400, 503].flatMap((status) => styled(response(status))), [
    "green",
    "green",
    "red",
    "red",
  ]);
  assert.deepEqual(styled((request) => ({ kind: "failure", request, ms: 1, message: "m" })), ["red"]);
});

const rpc = (method: string) => `{"method":"${method}","jsonrpc":"2.0","id":1}`;
const STEPS: readonly [string, Partial<RecordedRequest>, string][] = [
  ["server/discover", { body: rpc("server/discover") }, "server/discover"],
  ["initialize", { body: rpc("initialize") }, "initialize"],
  ["the end of the handshake", { body: rpc("notifications/initialized") }, "notifications/initialized"],
  ["tools/list", { body: rpc("tools/list") }, "tools/list"],
  ["tools/call", { body: rpc("tools/call") }, "tools/call"],
  ["ping", { body: rpc("ping") }, "ping"],
  ["a method without a title", { body: rpc("resources/list") }, "other"],
  ["a body that is no JSON-RPC", { body: "hello" }, "other"],
  ["a method named as an object's property", { body: rpc("constructor") }, "other"],
  [
    "a method told after parameters that hold the word",
    { body: '{"jsonrpc":"2.0","id":1,"params":{"arguments":{"method":"ping"}},"method":"tools/call"}' },
    "tools/call",
  ],
  ["the stream of 2024", { method: "GET" }, "stream_2024"],
  ["the stream of a session", { method: "GET", headers: { "mcp-session-id": "s" } }, "stream_2025"],
  ["the stream of a revision", { method: "GET", headers: { "mcp-protocol-version": "v" } }, "stream_2025"],
  ["the end of a session", { method: "DELETE", headers: { "mcp-session-id": "s" } }, "end_session"],
  ["a question", { peer: "model", body: '{"messages":[{"role":"user","content":"hi"}]}' }, "question"],
  [
    "a question that speaks of results",
    { peer: "model", body: JSON.stringify({ messages: [{ role: "user", content: '"role":"tool"' }] }) },
    "question",
  ],
  ["results", { peer: "model", body: '{"messages":[{"role":"tool","content":"14:05"}]}' }, "results"],
];

for (const [name, request, step] of STEPS) {
  Deno.test(`the step of ${name} is ${step}, and has a title in both languages`, () => {
    assert.equal(stepOf(requestOf(request)), step);
    for (const language of ["en", "fr"] as const) assert.ok(messagesIn(language).debug.steps[step]);
  });
}
