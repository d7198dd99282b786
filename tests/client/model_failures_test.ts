/** What `ask` says about a model endpoint that refuses, or that is a different kind of server. */
import assert from "node:assert/strict";
import { explainError } from "../../cli/explain_error.ts";
import type { ErrorCode } from "../../cli/errors.ts";
import { en } from "../../cli/messages/en.ts";
import { fr } from "../../cli/messages/fr.ts";
import { type AskOutcome, runAsk } from "../support/run_ask.ts";
import { KEY, startServer } from "../support/start_server.ts";

const API_KEY = "a-key-of-this-test";

/**
 * Runs `ask` with an endpoint that answers every POST with `answer`; `requests` collects those that
 * it received.
 */
async function askPeer(
  answer: (request: Request) => Response | Promise<Response>,
  { environment = { API_KEY }, flags = {} }: {
    environment?: Record<string, string>;
    flags?: Record<string, string[]>;
  } = {},
): Promise<AskOutcome & { requests: string[]; title: string; fix: string }> {
  await using server = startServer();
  const requests: string[] = [];
  await using peer = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    await request.arrayBuffer();
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return await answer(request);
  });
  const outcome = await runAsk("What time is it?", {
    flags: { servers: [server.url.href], authKey: [KEY], ...flags },
    environment: { API_URL: `http://127.0.0.1:${peer.addr.port}/v1`, ...environment },
  });
  const { title = "", fix = "" } = outcome.error ? explainError(outcome.error, en) : {};
  if (outcome.error) assert.notEqual(explainError(outcome.error, fr).title, title);
  return { ...outcome, requests, title, fix };
}

const failed = (status: number, error: object, headers: HeadersInit = {}) => () =>
  Response.json({ error }, { status, headers });
const ONE = 1;

/**
 * The endpoint's answer, the error, the contents of its sentence and its fix, and the number of
 * requests.
 */
const REFUSALS: Readonly<
  Record<string, readonly [() => Response, ErrorCode, number, RegExp, number]>
> = {
  "429 insufficient_quota": [
    failed(429, { message: "You exceeded your current quota", code: "insufficient_quota" }),
    "model_quota",
    7,
    /used up.*exceeded your current quota.*billing/,
    ONE,
  ],
  "402 of DeepSeek": [
    failed(402, { message: "Insufficient Balance" }),
    "model_quota",
    7,
    /402 Insufficient/,
    ONE,
  ],
  "429 with a pause beyond --timeout": [
    failed(429, { message: "slow down" }, { "retry-after": "300" }),
    "model_rate_limited",
    7,
    /slow down.*wait 300 s, as the endpoint asks/,
    ONE,
  ],
  "503 with a pause beyond --timeout": [
    failed(503, { message: "Loading model" }, { "retry-after": "300" }),
    "model_failing",
    7,
    /503 Loading model.*wait 300 s, as the endpoint asks/,
    ONE,
  ],
  "503 while the model loads": [
    failed(503, { message: "Loading model" }),
    "model_failing",
    7,
    /503 Loading model/,
    3,
  ],
  "400 context_length_exceeded": [
    failed(400, { message: "Please reduce it", code: "context_length_exceeded" }),
    "model_context_exceeded",
    7,
    /too long for the context.*Please reduce it.*fewer servers/,
    ONE,
  ],
  "400 of llama.cpp for its context": [
    failed(400, {
      message: "the request exceeds the available context size, try increasing it",
      type: "exceed_context_size_error",
    }),
    "model_context_exceeded",
    7,
    /larger context/,
    ONE,
  ],
  "400 of vLLM for its context": [
    failed(400, {
      message: "This model's maximum context length is 4096 tokens. However, you requested 5000",
    }),
    "model_context_exceeded",
    7,
    /4096/,
    ONE,
  ],
  "400 of Azure's filter": [
    failed(400, { message: "The response was filtered", code: "content_filter" }),
    "model_filtered",
    7,
    /content filter.*was filtered/,
    ONE,
  ],
  "400 of LM Studio for its context": [
    failed(400, { message: "the model is loaded with context length of only 4096 tokens" }),
    "model_context_exceeded",
    7,
    /larger context/,
    ONE,
  ],
  "429 of Google for the quota of a minute": [
    () =>
      Response.json([{
        error: { code: 429, message: "You exceeded your current quota", details: [{ retryDelay: "300s" }] },
      }], { status: 429 }),
    "model_rate_limited",
    7,
    /exceeded your current quota.*wait 300 s, as the endpoint asks/,
    ONE,
  ],
  "413 of a proxy for a large request": [
    () => new Response("<html><title>413 Request Entity Too Large</title>", { status: 413 }),
    "model_failing",
    7,
    /413 \(a web page: "413 Request Entity Too Large"\)\. it refuses this request \(413\), and will again/,
    ONE,
  ],
  "403 of a firewall": [
    () => new Response("<html><title>Just a moment...</title>", { status: 403 }),
    "model_forbidden",
    6,
    /forbids the request \(403\).*Just a moment.*firewall/,
    ONE,
  ],
  "403 for a country": [
    failed(403, { message: "Country, region, or territory not supported" }),
    "model_forbidden",
    6,
    /forbids.*territory not supported.*a country/,
    ONE,
  ],
  "403 for a key": [
    failed(403, { message: "Your API key has expired" }),
    "model_key_refused",
    6,
    /refused the key.*expired/,
    ONE,
  ],
  "422 of FastAPI": [
    () => Response.json({ detail: [{ loc: ["body", "tools"], msg: "extra fields" }] }, { status: 422 }),
    "model_failing",
    7,
    /422 body\.tools: extra fields\. it refuses this request \(422\), and will again/,
    ONE,
  ],
  "400 of LiteLLM for a key": [
    failed(400, { message: "Authentication Error, Invalid proxy server token passed" }),
    "model_key_refused",
    6,
    /refused the key/,
    ONE,
  ],
  "400 of Gemini for a key": [
    failed(400, { message: "API key not valid. Please pass a valid API key." }),
    "model_key_refused",
    6,
    /refused the key/,
    ONE,
  ],
};
for (const [name, [answer, code, status, words, times]] of Object.entries(REFUSALS)) {
  Deno.test(`an endpoint that answers ${name}: ${code} after ${times} requests`, async () => {
    const outcome = await askPeer(answer);
    assert.deepEqual([outcome.error?.code, outcome.status], [code, status], outcome.title);
    assert.match(`${outcome.title} ${outcome.fix}`, words);
    assert.equal(outcome.requests.filter((each) => each.startsWith("POST")).length, times);
    assert.doesNotMatch(outcome.stderr, /did not answer/);
  });
}

for (const status of [401, 403]) {
  Deno.test(`a ${status} without a key gives an error that a key is required`, async () => {
    const { error, title, fix } = await askPeer(failed(status, { message: "no" }), { environment: {} });
    assert.equal(error?.code, "model_key_missing");
    assert.match(title + fix, /requires a key, and API_KEY is not set.* It says: \d+ no.*set API_KEY/);
  });
}

const lists = (refusal: () => Response, ...ids: string[]) => (request: Request) =>
  request.method === "GET" ? Response.json({ data: ids.map((id) => ({ id })) }) : refusal();
const INVALID = failed(400, { message: "/chat/completions: Invalid model name passed in model=qwen-3" });
const MISSING = failed(404, { message: "model 'qwen-3' not found, try pulling it first" });
for (const [name, refusal] of Object.entries({ "LiteLLM's 400": INVALID, "Ollama's 404": MISSING })) {
  Deno.test(`${name} for a model's name gives an error with the nearest names of the list`, async () => {
    const peer = lists(refusal, "llama3:8b", "qwen3", "vendor/qwen-3-next");
    const { error, fix, requests } = await askPeer(peer, { flags: { model: ["qwen-3"] } });
    assert.equal(error?.code, "model_not_found");
    assert.match(fix, /: vendor\/qwen-3-next, qwen3; "mcpdemo models" lists all/);
    assert.deepEqual(requests, ["POST /v1/chat/completions", "GET /v1/models"]);
  });
}

Deno.test("a 404 of an endpoint without a model list gives an error that names the address too", async () => {
  const { error, title, fix } = await askPeer(failed(404, { message: "Not Found" }));
  assert.equal(error?.code, "model_not_found");
  assert.match(title + fix, /or API_URL is not the base.*404 Not Found.*API_URL/);
});

for (const status of [301, 302, 307, 308]) {
  Deno.test(`a redirect (${status}) to another origin gives an error with the address to use, without a retry`, async () => {
    const location = "https://models.example/v1/chat/completions?token=secret";
    const redirect = () => new Response(null, { status, headers: { location } });
    const { error, status: exit, fix, requests } = await askPeer(redirect);
    assert.deepEqual([error?.code, exit], ["model_redirects", 6]);
    assert.match(fix, /API_URL or --api-url to https:\/\/models\.example\/v1\.$/);
    assert.equal(requests.length, 1);
  });
}

for (const location of ["/v1/chat/completions", "/v1/chat/completions/?again"]) {
  Deno.test(`a redirect to ${location} is not advised as the address to use`, async () => {
    const redirect = () => new Response(null, { status: 307, headers: { location } });
    const { error, status, title } = await askPeer(redirect);
    assert.deepEqual([error?.code, status], ["model_failing", 7]);
    assert.match(title, /redirects to itself/);
  });
}

for (const location of [undefined, "http://[not an address"]) {
  Deno.test(`a redirect to ${location ?? "nowhere"} gives an error that says so`, async () => {
    const headers: HeadersInit = location === undefined ? {} : { location };
    const { error, status, title } = await askPeer(() => new Response(null, { status: 302, headers }));
    assert.deepEqual([error?.code, status], ["model_failing", 7]);
    assert.match(title, /redirects without a valid address/);
  });
}

const ELSEWHERE: Readonly<Record<string, readonly [() => Response, RegExp]>> = {
  "a web page": [
    () => new Response("<!doctype html><p>Hi", { headers: { "Content-Type": "text/html" } }),
    /a web page/,
  ],
  "a web page without a type": [
    () => new Response(new TextEncoder().encode("\n<html><title>Hi")),
    /a web page/,
  ],
  "a web page that is called events": [
    () => new Response("<!doctype html>", { headers: { "Content-Type": "text/event-stream" } }),
    /a web page/,
  ],
  "the 404 page of a web server": [
    () => new Response("<html><title>404 Not Found</title>", { status: 404 }),
    /a web page/,
  ],
  "405": [() => Response.json({ detail: "Method Not Allowed" }, { status: 405 }), /no POST there \(405\)/],
  "the format of Ollama's own API": [
    () => Response.json({ message: { role: "assistant", content: "Noon." }, done: true }),
    /Ollama's own API/,
  ],
  "the format of Anthropic's API": [
    () => Response.json({ type: "message", content: [{ type: "text", text: "Noon." }] }),
    /Anthropic/,
  ],
  "the format of OpenAI's Responses": [
    () => Response.json({ object: "response", output: [] }),
    /Responses API/,
  ],
  "the format of text completions": [
    () => Response.json({ choices: [{ text: "Noon.", finish_reason: "stop" }] }),
    /text completions/,
  ],
  "202 with nothing": [() => new Response(" ", { status: 202 }), /no content/],
  "204": [() => new Response(null, { status: 204 }), /no content/],
  "an empty 200": [() => new Response("", { headers: { "Content-Type": "application/json" } }), /no content/],
  "a JSON-RPC error": [
    () =>
      Response.json({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "no" } }, { status: 400 }),
    /an MCP server answers there/,
  ],
  "a JSON-RPC error in a 200": [
    () => Response.json({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "no" } }),
    /an MCP server answers there/,
  ],
};
for (const [name, [answer, words]] of Object.entries(ELSEWHERE)) {
  for (const stream of [true, false]) {
    Deno.test(`${name} ${stream ? "instead of a stream" : ""} gives an error that says what the address seems to be`, async () => {
      const outcome = await askPeer(answer, { flags: { stream } as never });
      assert.deepEqual([outcome.error?.code, outcome.status], ["model_wrong_address", 7], outcome.title);
      assert.match(outcome.title, words);
      assert.match(outcome.fix, /--server/);
      assert.equal(outcome.requests.length, 1);
    });
  }
}

for (const path of ["/mcp", "/v1"]) {
  Deno.test(`the address of our own MCP server (${path}) as API_URL is recognized`, async () => {
    await using server = startServer();
    for (const key of ["another-key", KEY]) {
      const { error, status } = await runAsk("What time is it?", {
        flags: { servers: [server.url.href], authKey: [KEY] },
        environment: { API_URL: new URL(path, server.url).href, API_KEY: key },
      });
      assert.deepEqual([error?.code, error?.data.reason, status], ["model_wrong_address", "mcp_server", 7]);
    }
  });
}

for (const key of ["“sk-abc”", "sk-a\nbc", "sk-\u0000"]) {
  Deno.test(`the key ${JSON.stringify(key)} cannot be sent in a header: exit status 2, and no request`, async () => {
    const { error, status, requests } = await askPeer(failed(500, {}), { environment: { API_KEY: key } });
    assert.deepEqual([error?.code, status, requests], ["model_key_unsendable", 2, []]);
  });
}

Deno.test("whitespace around a key, such as a file's final newline, is not sent", async () => {
  let sent: string | null = null;
  await askPeer((request) => {
    sent = request.headers.get("authorization");
    return failed(400, { message: "no" })();
  }, { environment: { API_KEY: ` ${API_KEY}\n` } });
  assert.equal(sent, `Bearer ${API_KEY}`);
});
