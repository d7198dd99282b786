/** What a recording must not contain: secrets, and more of a body than the limit. */
import assert from "node:assert/strict";
import { MAX_BODY, type TraceEvent } from "../exchange.ts";
import { recordFetch } from "./record_fetch.ts";
import { createRecorder } from "./recorder.ts";
import { createRedactor } from "./redact.ts";

const SECRET = "planted-secret-0123456789";
const URL_MCP = "http://localhost:8000/mcp";
const JSON_TYPE = { "content-type": "application/json" };
const EVENTS_TYPE = { "content-type": "text/event-stream" };

/** Sends `sent` and reads `answer` to its end, both through a recorder. */
async function exchange(
  sent: RequestInit,
  answer: string,
  headers: Record<string, string>,
  url = URL_MCP,
): Promise<{ events: TraceEvent[]; passed: RequestInit[]; received: string }> {
  const events: TraceEvent[] = [];
  const passed: RequestInit[] = [];
  const redactor = createRedactor([SECRET]);
  const recorder = createRecorder({
    sink: (event) => events.push(event),
    redactor,
    now: () => 0,
    timeOrigin: 0,
  });
  const wrapped = recordFetch(recorder, (_input, init) => {
    passed.push(init ?? {});
    return Promise.resolve(new Response(answer, { headers }));
  }, "mcp_server");
  const received = await (await wrapped(url, sent)).text();
  return { events, passed, received };
}

Deno.test("a secret is in nothing that is recorded, but passes through unchanged", async () => {
  for (const headers of [JSON_TYPE, EVENTS_TYPE]) {
    const sent = { method: "POST", body: SECRET, headers: { authorization: `Bearer ${SECRET}` } };
    const answer = `data: {"k":"${SECRET}"}\n\n`;
    const url = `${URL_MCP}?q=${SECRET}`;
    const { events, passed, received } = await exchange(sent, answer, { ...headers, "x-echo": SECRET }, url);
    assert.equal(passed[0], sent);
    assert.equal(received, answer);
    assert.ok(!JSON.stringify(events).includes(SECRET));
    assert.ok(JSON.stringify(events).includes("***"));
  }
});

const CUT = "x".repeat(MAX_BODY - 10) + SECRET;
const CUTS: readonly [string, string, string, Record<string, string>][] = [
  ["a request's body", CUT, "{}", JSON_TYPE],
  ["a response's body", "", CUT, JSON_TYPE],
  ["an event", "", `data: ${CUT}\n\n`, EVENTS_TYPE],
];

for (const [name, body, answer, headers] of CUTS) {
  Deno.test(`no part of a secret survives when ${name} is truncated`, async () => {
    const { events } = await exchange({ method: "POST", body }, answer, headers);
    assert.deepEqual(JSON.stringify(events).match(/planted\S{0,9}/g) ?? [], []);
  });
}

Deno.test("the recorded part of a body is limited, the forwarded body is complete", async () => {
  const long = "é".repeat(MAX_BODY + 5);
  const { events, received } = await exchange({ method: "POST", body: long }, long, JSON_TYPE);
  assert.equal(received, long);
  const first = events[0];
  assert.ok(first?.kind === "request");
  assert.equal(first.exchange.requestBody, "é".repeat(MAX_BODY));
  assert.equal(first.exchange.requestBytes, 2 * long.length);
  const end = events.at(-1);
  assert.ok(end?.kind === "end");
  assert.equal(end.body, "é".repeat(MAX_BODY));
  assert.equal(end.bytes, 2 * long.length);
});

Deno.test("no part of a secret survives at the end of a body that consisted mostly of secrets", async () => {
  for (const length of [2 * MAX_BODY, 2 * MAX_BODY + 7, 4 * MAX_BODY]) {
    const body = SECRET.repeat(Math.ceil(length / SECRET.length)).slice(0, length);
    const sent = { method: "POST", body, headers: JSON_TYPE };
    for (const headers of [JSON_TYPE, EVENTS_TYPE]) {
      const { events } = await exchange(sent, headers === JSON_TYPE ? body : `data: ${body}\n\n`, headers);
      assert.ok(!JSON.stringify(events).includes(SECRET.slice(0, 3)), JSON.stringify(events).slice(-200));
    }
  }
});
