/** `ask` as its user runs it, in one process with real sockets. */
import assert from "node:assert/strict";
import { TOOLS } from "../../features/tools/mod.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

for (
  const [era, revision] of [["2024", "2025-11-25"], ["2025", "2025-11-25"], ["2026", "2026-07-28"]] as const
) {
  Deno.test(`ask speaks the ${era} era with serve`, async () => {
    await using server = startServer();
    const flags = { servers: [server.url.href], authKey: [KEY], era: [era] };
    const { status, stdout, stderr } = await runAsk("what time is it", { flags });
    assert.equal(status, 0);
    assert.equal(stdout, "It is 14:05 on Tuesday, 28 July 2026 (Europe/Paris, UTC+02:00).\n");
    const path = era === "2024" ? "/sse" : "/mcp";
    assert.ok(
      stderr.includes(
        `MCP server: mcpdemo 0.0.0-test at ${server.at(path)}, ${era} era (revision ${revision})`,
      ),
    );
    assert.ok(server.log.some(({ rpcMethod, era: served }) => rpcMethod === "tools/call" && served === era));
  });
}

Deno.test("ask finds the newest era on its own, with one request", async () => {
  await using server = startServer();
  const { status } = await runAsk("what time is it", {
    flags: { servers: [server.url.href], authKey: [KEY] },
  });
  assert.equal(status, 0);
  // The stream for changes opens independently of the call.
  const asked = server.log.map(({ rpcMethod }) => rpcMethod).filter((each) =>
    each !== "subscriptions/listen"
  );
  assert.deepEqual(asked, ["server/discover", "tools/list", "tools/call"]);
});

Deno.test("--server may end in /mcp or in /sse", async () => {
  await using server = startServer();
  for (const [path, era] of [["/mcp", "2026"], ["/mcp/", "2026"], ["/sse", "2024"]] as const) {
    const { stdout, stderr } = await runAsk("what time is it", {
      flags: { servers: [server.at(path).href], authKey: [KEY] },
    });
    assert.match(stdout, /^It is 14:05/);
    assert.match(stderr, new RegExp(`, ${era} era `));
  }
});

Deno.test("one server answers two clients concurrently", async () => {
  await using server = startServer();
  const flags = { servers: [server.url.href], authKey: [KEY] };
  const [one, two] = await Promise.all([
    runAsk("what time is it in Tokyo", { flags: { ...flags, era: ["2024"] } }),
    runAsk("quelle heure est-il à Montréal ?", { flags: { ...flags, era: ["2025"] } }),
  ]);
  assert.equal(one.stdout, "In Tokyo, it is 21:05 on Tuesday, 28 July 2026 (Asia/Tokyo, UTC+09:00).\n");
  assert.equal(
    two.stdout,
    "À Montréal, il est 08:05, le mardi 28 juillet 2026 (America/Toronto, UTC-04:00).\n",
  );
});

Deno.test("a question about two places makes two calls in one turn", async () => {
  await using server = startServer();
  const flags = { servers: [server.url.href], authKey: [KEY] };
  const { stdout } = await runAsk("what time is it in Tokyo and in New York?", { flags });
  assert.equal(
    stdout,
    "In Tokyo, it is 21:05 on Tuesday, 28 July 2026 (Asia/Tokyo, UTC+09:00).\n" +
      "In New York, it is 08:05 on Tuesday, 28 July 2026 (America/New_York, UTC-04:00).\n",
  );
});

Deno.test("--no-stream gives the same answer", async () => {
  await using server = startServer();
  const flags = { servers: [server.url.href], authKey: [KEY], stream: false };
  const { stdout } = await runAsk("what time is it", { flags });
  assert.equal(stdout, "It is 14:05 on Tuesday, 28 July 2026 (Europe/Paris, UTC+02:00).\n");
});

Deno.test("ask sends its question to an endpoint over HTTP and runs its streamed tool calls, two in one turn", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    calls(["get_current_time", { timezone: "Asia/Tokyo" }], ["get_current_time", {
      timezone: "Europe/London",
    }]),
    text("It is 21:05 in Tokyo and 13:05 in London."),
  ]);
  const { status, stdout, stderr } = await runAsk("what time is it in Tokyo and London?", {
    flags: { servers: [server.url.href], authKey: [KEY] },
    environment: { API_URL: model.url, API_KEY: "sk-secret-model-key", DEFAULT_MODEL: "a-model" },
  });
  assert.equal(status, 0);
  assert.equal(stdout, "It is 21:05 in Tokyo and 13:05 in London.\n");
  assert.match(stderr, /Model: a-model at http:\/\/127\.0\.0\.1:\d+\/v1/);
  assert.deepEqual(model.keys, ["Bearer sk-secret-model-key", "Bearer sk-secret-model-key"]);
  assert.equal(model.asked[0]?.model, "a-model");
  assert.deepEqual(model.asked[0]?.tools?.map((tool) => tool.function.name), TOOLS.map((tool) => tool.name));
  const [, , first, second] = model.asked[1]!.messages;
  assert.deepEqual([first?.tool_call_id, second?.tool_call_id], ["call_0", "call_1"]);
  assert.match(String(first?.content), /21:05:09/);
  assert.match(String(second?.content), /13:05:09/);
});

Deno.test("a call that the server rejects goes back to the model, which may correct it", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    calls(["no_such_tool", {}]),
    calls(["get_current_time", { timezone: 7 }]),
    calls(["get_current_time", { timezone: "Mars/Olympus" }]),
    text("I cannot tell."),
  ]);
  const { stdout } = await runAsk("what time is it on Mars?", {
    flags: { servers: [server.url.href], authKey: [KEY] },
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  assert.equal(stdout, "I cannot tell.\n");
  const results = model.asked[3]!.messages.filter(({ role }) => role === "tool").map(({ content }) =>
    String(content)
  );
  assert.equal(results.length, 3);
  assert.ok(results.every((result) => result.startsWith("Error: ")), results.join("\n"));
});

Deno.test("without a model key and without a server, the embedded default answers in English and French", async () => {
  const before = minuteNow();
  const english = await runAsk("what time is it", { fetch: withoutDefaultServer });
  const french = await runAsk("Bonjour, quelle heure est-il ?", {
    language: "fr",
    fetch: withoutDefaultServer,
  });
  const after = minuteNow();
  assert.equal(english.status, 0);
  assert.ok(
    [before, after].some((minute) => english.stdout.startsWith(`It is ${minute} on `)),
    english.stdout,
  );
  assert.ok(
    [before, after].some((minute) => french.stdout.startsWith(`Il est ${minute}, le `)),
    french.stdout,
  );
  assert.match(english.stderr, /MCP server: embedded, at http:\/\/127\.0\.0\.1:\d+\/mcp/);
  assert.match(english.stderr, /Model: offline stand-in that follows rules/);
  assert.match(english.stderr, /set API_KEY/);
  assert.match(french.stderr, /Serveur MCP\u00A0: intégré/);
});

Deno.test("the question can come from stdin", async () => {
  await using server = startServer();
  const flags = { servers: [server.url.href], authKey: [KEY] };
  const readStdin = () => Promise.resolve("what time is it in Paris\n");
  for (const words of [undefined, "-"]) {
    assert.match((await runAsk(words, { flags, readStdin })).stdout, /^In Paris, it is 14:05/);
  }
});

for (
  const [name, words, stdin] of [
    ["an empty question", "", undefined],
    ["a question of blanks", " \n", "what time is it in Paris"],
    ["an empty stdin", undefined, ""],
    ["an empty stdin that is asked for", "-", "\n"],
    ["a terminal as stdin that is asked for", "-", undefined],
  ] as const
) {
  Deno.test(`${name} is an error: a script that has lost its question hears of it`, async () => {
    const { status, error, stdout } = await runAsk(words, {
      readStdin: () => Promise.resolve(stdin),
      fetch: () => assert.fail("something was asked"),
    });
    assert.deepEqual([status, error?.code, stdout], [2, "empty_question", ""]);
  });
}

Deno.test("with no question at all, the demo question is asked and shown", async () => {
  await using server = startServer();
  const flags = { servers: [server.url.href], authKey: [KEY] };
  const { stdout, stderr } = await runAsk(undefined, { flags, language: "fr" });
  assert.match(stdout, /^Il est 14:05, le mardi 28 juillet 2026/);
  assert.match(stderr, /Bonjour, peux-tu me dire quelle heure il est actuellement\u00A0\?/);
});

/** This machine may have a server on port 8000; this test needs a port without one. */
const withoutDefaultServer: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.port !== "8000") return fetch(input, init);
  throw new TypeError("client error (Connect): tcp connect error: Connection refused");
};

function minuteNow(): string {
  return Temporal.Now.zonedDateTimeISO().toPlainTime().toString({ smallestUnit: "minute" });
}

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`${era}: without a terminal, all progress is printed as lines`, async () => {
    // The clock does not advance: all progress arrives together, and the last of it with the
    // answer.
    await using server = startServer({ sleep: () => Promise.resolve() });
    await using model = startScriptedModel([calls(["countdown", { seconds: 3 }]), text("done")]);
    const { stderr } = await runAsk("count", {
      flags: { servers: [server.url.href], authKey: [KEY], era: [era] },
      environment: { API_URL: model.url },
    });
    assert.deepEqual(stderr.match(/^countdown: .*$/gm), [
      "countdown: 1/3 2 s left",
      "countdown: 2/3 1 s left",
      "countdown: 3/3 0 s left",
    ]);
  });
}
