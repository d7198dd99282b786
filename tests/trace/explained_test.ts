/** Every step of every test run has a specific explanation. */
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { endParts, headParts } from "../../trace/steps/answer_step.ts";
import { collect } from "../../trace/record/collect.ts";
import type { Exchange, StepKind } from "../../trace/exchange.ts";
import { recordFetch } from "../../trace/record/record_fetch.ts";
import { createRecorder } from "../../trace/record/recorder.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { LIMITS } from "../../server/limits.ts";
import { rawRequest } from "../support/raw_http.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer, withTestKey } from "../support/start_server.ts";
import { recordStory, type StoryOptions } from "../support/trace_story.ts";
import { initialize, JSON_HEADERS, modern, openSession, rpc } from "../support/mcp_requests.ts";

/** Generic kinds, for steps without a specific explanation. */
const GENERAL: ReadonlySet<StepKind> = new Set([
  "other_request",
  "other_http",
  "notification",
  "server_notification",
  "server_request",
  "rpc_error",
  "request_refused",
  "server_failed",
]);

function stepsOf(exchanges: readonly Exchange[]): StepKind[] {
  return exchanges.flatMap((exchange) => [
    exchange.step,
    ...headParts(exchange),
    ...exchange.events.flatMap(({ step }) => step ?? []),
    ...endParts(exchange),
  ]);
}

const STORIES: readonly [
  string,
  (model: string) => StoryOptions,
  readonly unknown[],
  Partial<Record<string, readonly StepKind[]>>,
][] = [
  ["a question", () => ({}), [], {
    "2024": ["endpoint_event"],
    "2025": ["session_id", "end_session"],
    "2026": ["discover_result"],
  }],
  [
    "a tool that tells its progress",
    () => ({ server: { sleep: () => setTimeout(0) } }),
    [["countdown", { seconds: 2 }]],
    { "2024": ["progress"], "2025": ["progress"], "2026": ["progress"] },
  ],
  [
    "a tool that asks the person back",
    () => ({}),
    [["plan_meeting", { timezones: ["Europe/Paris"] }]],
    { "2025": ["elicitation", "answer_to_server"], "2026": ["input_required"] },
  ],
  ["a tool that fails", () => ({}), [["convert_time", { time: "x", to_timezone: "Asia/Tokyo" }]], {}],
];

for (const [name, optionsOf, wanted, expected] of STORIES) {
  for (const era of ["2024", "2025", "2026"]) {
    Deno.test(`${era}: ${name}: every step is explained`, async () => {
      const replies = [calls(...wanted as [string, unknown][]), text("done")];
      await using model = startScriptedModel(replies);
      const environment = { API_URL: model.url, API_KEY: "a-key-of-the-model" };
      const options = optionsOf(model.url);
      const exchanges = await recordStory(
        era,
        wanted.length > 0 ? { ...options, flags: { yes: true }, environment } : options,
      );
      const steps = stepsOf(exchanges);
      assert.deepEqual(steps.filter((step) => GENERAL.has(step)), []);
      for (const step of [...expected[era] ?? [], "tool_call_asked", "final_answer"] as const) {
        assert.ok(steps.includes(step), `${step} is missing in ${steps.join(", ")}`);
      }
    });
  }
}

type Refused = (at: (path: string) => URL) => readonly [URL, RequestInit];

const post = (headers: Record<string, string>, body = rpc("ping")): RequestInit => ({
  method: "POST",
  headers: withTestKey({ ...JSON_HEADERS, ...headers }),
  body,
});
const MEETING = { timezones: ["Europe/Paris"] };
const SESSION = { "mcp-session-id": "not-a-session-of-anybody" };

const FAILURES: readonly [StepKind, Refused][] = [
  ["missing_key", (at) => [at("/mcp"), { method: "POST", body: initialize(), headers: JSON_HEADERS }]],
  ["wrong_key", (at) => [at("/mcp"), { ...post({ Authorization: "Bearer wrong" }) }]],
  ["bad_credentials", (at) => [at("/mcp"), post({ Authorization: "Bearer " })]],
  ["bad_origin", (at) => [at("/mcp"), post({ Origin: "https://evil.example" })]],
  ["unknown_session", (at) => [at("/mcp"), post(SESSION)]],
  ["missing_session", (at) => [at("/mcp"), post({})]],
  ["too_large", (at) => [at("/mcp"), post(SESSION, "x".repeat(5 * 1024 * 1024))]],
  ["bad_json", (at) => [at("/mcp"), post({}, "{")]],
  ["unsupported_version", (at) => [at("/mcp"), post({ "MCP-Protocol-Version": "1999-01-01" })]],
  ["header_mismatch", (at) => [at("/mcp"), withHeader(modern("tools/list"), "Mcp-Method", "ping")]],
  ["unknown_method", (at) => [at("/mcp"), modern("no/such")]],
  ["wrong_content_type", (at) => [at("/mcp"), post({ "Content-Type": "text/plain" })]],
  ["not_acceptable", (at) => [at("/mcp"), post({ Accept: "text/html" }, initialize())]],
  ["wrong_http_method", (at) => [at("/mcp"), { method: "PUT", headers: withTestKey() }]],
  [
    "missing_capability",
    (at) => [at("/mcp"), modern("tools/call", { name: "plan_meeting", arguments: MEETING })],
  ],
  ["not_found", (at) => [at("/nowhere"), { headers: withTestKey() }]],
];

function withHeader(init: RequestInit, name: string, value: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.set(name, value);
  return { ...init, headers };
}

function startRecorder() {
  const kept = collect();
  const redactor = createRedactor([]);
  return { kept, recorder: createRecorder({ sink: kept.sink, redactor, now: () => 0, timeOrigin: 0 }) };
}

for (const [failure, refused] of FAILURES) {
  Deno.test(`an answer of serve is explained as ${failure}`, async () => {
    await using server = startServer();
    const { kept, recorder } = startRecorder();
    const [url, init] = refused((path) => server.at(path));
    await (await recordFetch(recorder, fetch, "mcp_server")(url, init)).text();
    assert.deepEqual(kept.exchanges().flatMap(endParts), [failure]);
  });
}

const RAW: readonly [StepKind, (key: string) => string][] = [
  ["bad_host", () => "GET /mcp HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"],
  [
    "body_too_slow",
    (key) =>
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${key}\r\nContent-Type: application/json\r\n` +
      "Content-Length: 100\r\n\r\n{",
  ],
];

for (const [failure, request] of RAW) {
  Deno.test(`an answer of serve is explained, in its own record, as ${failure}`, async () => {
    const kept = collect();
    const record = { size: 10, viewKeys: [], redactor: createRedactor([]), sink: kept.sink };
    await using server = startServer({ record, limits: { ...LIMITS, bodyMs: 20 } });
    await rawRequest(server, request(`Bearer ${KEY}`));
    assert.deepEqual(kept.exchanges().flatMap(endParts), [failure]);
  });
}

Deno.test("a proxy's answer to oversized headers is explained", async () => {
  const { kept, recorder } = startRecorder();
  const proxy = () => Promise.resolve(new Response("", { status: 431 }));
  await (await recordFetch(recorder, proxy, "mcp_server")("http://h/mcp", post({}))).text();
  assert.deepEqual(kept.exchanges().flatMap(endParts), ["headers_too_large"]);
});

Deno.test("failures within a session are explained too: a second stream, rate limits, a batch", async () => {
  await using server = startServer();
  const { kept, recorder } = startRecorder();
  const recorded = recordFetch(recorder, fetch, "mcp_server");
  const session = await openSession(server);
  const headers = withTestKey({ ...session, Accept: "text/event-stream" });
  const first = await recorded(server.at("/mcp"), { headers });
  await (await recorded(server.at("/mcp"), { headers })).text();
  await first.body?.cancel();
  const limited = () => Promise.resolve(new Response("", { status: 429 }));
  await (await recordFetch(recorder, limited, "mcp_server")("http://h/mcp", post({}))).text();
  await (await recordFetch(recorder, limited, "mcp_server")("http://h/mcp", post({}, initialize()))).text();
  await (await recorded(server.at("/mcp"), post(session, `[${rpc("ping")}]`))).text();
  const steps = kept.exchanges().slice(1).flatMap(endParts);
  assert.deepEqual(steps, ["stream_taken", "rate_limited", "too_many_sessions", "batch_refused"]);
});
