/** Model endpoints that send without measure: one clear line, exit status 10, and no more read than the limit. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { fr } from "../../cli/messages/fr.ts";
import { listModels } from "../../client/model/openai/list_models.ts";
import { createPump } from "../support/pump.ts";
import { type AskOutcome, runAsk } from "../support/run_ask.ts";
import { KEY, startServer } from "../support/start_server.ts";

const MIB = 1024 * 1024;

/** Beyond the limit: what is on its way already, in sockets and queues. */
const ON_ITS_WAY = 8 * MIB;

/** What the limits cost at most, with what the garbage collector has not freed yet. */
const MEMORY = 768 * MIB;

const JSON_TYPE = "application/json";
const EVENTS = "text/event-stream";

interface Peer extends AsyncDisposable {
  readonly url: string;
  /** Bytes of the bodies of its answers that were taken. */
  readonly sent: () => number;
  readonly requests: () => number;
}

/** An endpoint whose answers have this body. */
function startPeer(type: string, pieces: () => Iterable<string>, status = 200): Peer {
  let [sent, requests] = [0, 0];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    await request.arrayBuffer();
    requests++;
    const pump = createPump((bytes) => void (sent += bytes));
    pump.push(pieces());
    pump.end();
    return new Response(pump.body, { status, headers: { "content-type": type } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    sent: () => sent,
    requests: () => requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function askAt(url: string, stream: boolean): Promise<AskOutcome> {
  await using server = startServer();
  return await runAsk("What time is it?", {
    flags: { servers: [server.url.href], authKey: [KEY], stream, timeout: ["30"] },
    environment: { API_URL: url, API_KEY: "k" },
  });
}

function assertLimit({ error, status }: AskOutcome, url: string, most: string): void {
  assert.equal(error?.code, "model_sends_too_much", String(error?.stack));
  assert.deepEqual([status, error.data], [10, { url, most }]);
}

function* endlessly(start: string, piece: string): Iterable<string> {
  yield start;
  while (true) yield piece;
}

const LONG = "x".repeat(64 * 1024);
const COUNTED = Array.from({ length: 10_000 }, (_, index) => index).join(" ");
const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
const tool_calls = (args: string, rest = {}) => [{ index: 0, function: { arguments: args, ...rest } }];

/** The type, where the answer begins, what follows without end, and the limit that it meets. */
const ENDLESS: Readonly<Record<string, readonly [type: string, start: string, piece: string, most: number]>> =
  {
    "a JSON body": [JSON_TYPE, '{"choices":[{"message":{"content":"', LONG, 16],
    "a line of a stream": [EVENTS, 'data: {"choices":[{"delta":{"content":"', LONG, 16],
    "an event of many lines": [EVENTS, "data: [\n", `data: ${LONG}\n`, 16],
    "a stream of empty chunks": [EVENTS, "", chunk({ padding: LONG }), 64],
    "a stream of comments": [EVENTS, "", `: ${LONG}\n\n`, 64],
    "arguments": [
      EVENTS,
      chunk({ tool_calls: tool_calls('{"timezone":"', { name: "get_current_time" }) }),
      chunk({ tool_calls: tool_calls(COUNTED) }),
      64,
    ],
    "a stream without a type": ["text/plain", "", chunk({ padding: LONG }), 16],
  };
for (const [name, [type, start, piece, most]] of Object.entries(ENDLESS)) {
  Deno.test(`${name} without end is not read beyond ${most} MiB`, async () => {
    await using peer = startPeer(type, () => endlessly(start, piece));
    const before = Deno.memoryUsage().rss;
    assertLimit(await askAt(peer.url, true), peer.url, `${most} MiB`);
    assert.equal(peer.requests(), 1);
    assert.ok(peer.sent() < most * MIB + ON_ITS_WAY, `${peer.sent()} bytes sent`);
    const grown = Deno.memoryUsage().rss - before;
    assert.ok(grown < MEMORY, `the memory grew by ${Math.round(grown / MIB)} MiB`);
  });
}

Deno.test("without streaming, a JSON body without end is not read beyond 16 MiB", async () => {
  await using peer = startPeer(JSON_TYPE, () => endlessly("{", LONG));
  assertLimit(await askAt(peer.url, false), peer.url, "16 MiB");
  assert.ok(peer.sent() < 16 * MIB + ON_ITS_WAY, `${peer.sent()} bytes sent`);
});

for (const [name, type, before] of [["JSON", JSON_TYPE, '{"x":"'], ["events", EVENTS, "data: "]] as const) {
  Deno.test(`a gzip bomb of ${name} is not inflated beyond 16 MiB`, async () => {
    const bomb = new Uint8Array(gzipSync(before + "x".repeat(200_000_000)));
    const headers = { "content-type": type, "content-encoding": "gzip" };
    await using peer = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      () => new Response(bomb, { headers }),
    );
    const url = `http://127.0.0.1:${peer.addr.port}/v1`;
    const memory = Deno.memoryUsage().rss;
    assertLimit(await askAt(url, true), url, "16 MiB");
    const grown = Deno.memoryUsage().rss - memory;
    assert.ok(grown < MEMORY, `the memory grew by ${Math.round(grown / MIB)} MiB`);
  });
}

Deno.test("of an error without end, only the beginning is read", async () => {
  await using peer = startPeer(JSON_TYPE, () => endlessly("It is broken. ", LONG), 400);
  const { error, status } = await askAt(peer.url, true);
  assert.deepEqual([error?.code, status], ["model_failing", 7]);
  assert.ok(peer.sent() < ON_ITS_WAY, `${peer.sent()} bytes sent`);
});

Deno.test("a list of models without end is not read beyond 16 MiB", async () => {
  await using peer = startPeer(JSON_TYPE, () => endlessly('{"data":[', '{"id":"a model"},'.repeat(1000)));
  const endpoint = { apiUrl: peer.url, apiKey: "k", fetch };
  await assert.rejects(listModels(endpoint, new AbortController().signal), {
    code: "model_sends_too_much",
    data: { url: peer.url, most: "16 MiB" },
  });
  assert.ok(peer.sent() < 16 * MIB + ON_ITS_WAY, `${peer.sent()} bytes sent`);
});

for (const stream of [true, false]) {
  const many = Array.from({ length: 150_000 }, () => ({
    id: "",
    type: "function",
    function: { name: "get_current_time", arguments: "{}" },
  }));
  Deno.test(`150,000 tool calls in one message: 64 are run${stream ? "" : ", not streamed"}`, async () => {
    let count = 0;
    await using server = startServer();
    await using peer = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
      await request.arrayBuffer();
      if (++count === 2) {
        return Response.json({ choices: [{ message: { content: "Done." }, finish_reason: "stop" }] });
      }
      if (!stream) return Response.json({ choices: [{ message: { tool_calls: many } }] });
      const pieces = many.map((call) => chunk({ tool_calls: [call] })).join("") + "data: [DONE]\n\n";
      return new Response(pieces, { headers: { "content-type": EVENTS } });
    });
    const { status, stdout, stderr } = await runAsk("What time is it?", {
      flags: { servers: [server.url.href], authKey: [KEY], stream, timeout: ["30"] },
      environment: { API_URL: `http://127.0.0.1:${peer.addr.port}/v1`, API_KEY: "k" },
    });
    assert.deepEqual([status, stdout], [0, "Done.\n"], stderr);
    assert.match(stderr, /more than 64 tool calls in one message; mcpdemo runs only the first 64/);
    assert.equal(server.log.filter(({ rpcMethod }) => rpcMethod === "tools/call").length, 64);
  });
}

Deno.test("the limit is said in one line, with what to do, in both languages", async () => {
  await using peer = startPeer(JSON_TYPE, () => endlessly("", LONG));
  const { error } = await askAt(peer.url, true);
  const [english, french] = [explainError(error!, en), explainError(error!, fr)];
  assert.match(english.title, /sent more than 16 MiB in one answer; mcpdemo does not read the rest\.$/);
  assert.match(
    french.title,
    /a envoyé plus de 16 MiB en une seule réponse\u00a0; mcpdemo ne lit pas la suite\.$/,
  );
  assert.ok(english.fix && french.fix);
});
