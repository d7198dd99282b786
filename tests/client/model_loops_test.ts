/** Models that repeat the same text without end: the request is ended, and the advice is not "more time". */
import assert from "node:assert/strict";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { createPump } from "../support/pump.ts";
import { runAsk } from "../support/run_ask.ts";
import { KEY, startServer } from "../support/start_server.ts";

const chunk = (delta: object, finish_reason?: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** Asks an endpoint whose stream is these chunks. */
async function askLooping(chunks: () => Iterable<string>, type = "text/event-stream") {
  let sent = 0;
  await using server = startServer();
  await using peer = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    await request.arrayBuffer();
    const pump = createPump((bytes) => void (sent += bytes));
    pump.push(chunks());
    pump.end();
    return new Response(pump.body, { headers: { "content-type": type } });
  });
  const outcome = await runAsk("What time is it?", {
    flags: { servers: [server.url.href], authKey: [KEY], timeout: ["30"] },
    environment: { API_URL: `http://127.0.0.1:${peer.addr.port}/v1`, API_KEY: "k" },
  });
  const ran = server.log.filter(({ rpcMethod }) => rpcMethod === "tools/call").length;
  return { ...outcome, sent, ran };
}

function* endlessly(start: readonly string[], ...pieces: readonly string[]): Iterable<string> {
  yield* start;
  while (true) yield* pieces;
}

const text = (content: string) => chunk({ content });
const called = (args: string, rest = {}) =>
  chunk({ tool_calls: [{ index: 0, function: { arguments: args, ...rest } }] });
const OPENED = called('{"timezone":"', { name: "get_current_time" });

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "one token": [text("ha ")],
  "a sentence in pieces": ["The", " time", " is", " noon", ".\n"].map(text),
  "a paragraph": [text(`${Array.from({ length: 300 }, (_, index) => `w${index}`).join(" ")}\n`)],
};
for (const [name, pieces] of Object.entries(TEXTS)) {
  Deno.test(`${name} without end is an answer that is not complete, with the right advice`, async () => {
    const { status, error, stdout, stderr, sent } = await askLooping(() =>
      endlessly([text("Well: ")], ...pieces)
    );
    assert.deepEqual([error, status], [undefined, 7]);
    assert.match(stdout, /^Well: /);
    assert.match(stderr, /repeats the same text without end \(.+\); mcpdemo stopped it\. Ask in other words/);
    assert.doesNotMatch(stderr, /more time|broke off/);
    assert.ok(sent < 12_000_000, `${sent} bytes sent`);
  });
}

const HIDDEN: Readonly<Record<string, readonly [readonly string[], string]>> = {
  reasoning: [[], chunk({ reasoning_content: "Wait, no. " })],
  "thinking in the text": [[text("<think>")], text("Wait, no. ")],
  arguments: [[OPENED], called("Asia/")],
  "arguments that only have line ends": [[OPENED], called("\n\t")],
  "a text after a call": [[OPENED, called('Asia/Tokyo"}')], text("Done. ")],
};
for (const [name, [start, piece]] of Object.entries(HIDDEN)) {
  Deno.test(`${name} without end is an error: model_repeats, and no tool is run`, async () => {
    const { status, error, sent, ran } = await askLooping(() => endlessly(start, piece));
    assert.deepEqual([error?.code, status, ran], ["model_repeats", 7, 0], String(error?.stack));
    const { title, fix } = explainError(error!, en);
    assert.match(
      `${title} ${fix}`,
      /repeats the same text without end.*another model.*more time does not help/,
    );
    assert.ok(sent < 12_000_000, `${sent} bytes sent`);
  });
}

Deno.test("a whole answer that was cut at its length limit in a loop says that it repeats", async () => {
  const content = `Well: ${"ha ".repeat(8_000)}`;
  const { status, stderr } = await askLooping(
    () => [JSON.stringify({ choices: [{ message: { content }, finish_reason: "length" }] })],
    "application/json",
  );
  assert.equal(status, 7);
  assert.match(stderr, /repeats the same text without end \(ha\)/);
});

Deno.test("a whole answer that ended by itself may repeat as much as it likes", async () => {
  const content = "ha ".repeat(8_000);
  const { status, stderr } = await askLooping(
    () => [JSON.stringify({ choices: [{ message: { content }, finish_reason: "stop" }] })],
    "application/json",
  );
  assert.equal(status, 0);
  assert.doesNotMatch(stderr, /repeats/);
});
