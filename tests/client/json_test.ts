/** `--json` and `--json-stream`: stdout contains JSON only, however the run ends. */
import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { freePort } from "../support/child.ts";
import { answered, complete, sane, startFakeServer, toolNamed } from "../support/fake_mcp_server.ts";
import { type AskOptions, runAsk } from "../support/run_ask.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, type Scripted, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

const again: Scripted = [{
  tool_calls: [{ index: 0, id: "x", function: { name: "get_current_time", arguments: "{}" } }],
}];
const hanging = () =>
  new Response(new ReadableStream({}), { headers: { "Content-Type": "text/event-stream" } });

interface Run {
  readonly replies: readonly Scripted[];
  readonly options?: AskOptions;
  readonly status: number;
  /** Absent when the run gives an answer. */
  readonly code?: string;
  readonly toolCalls?: number;
}

const RUNS: Record<string, Run> = {
  "an answer": { replies: [calls(["get_current_time", {}]), text("14:05")], status: 0, toolCalls: 1 },
  "a tool that answers with an error": {
    replies: [calls(["get_current_time", { timezone: "Mars/Olympus" }]), text("No.")],
    status: 0,
    toolCalls: 1,
  },
  "an MCP server that cannot be reached": {
    replies: [],
    // The tests beside this one listen on 127.0.0.1, and could have been given the same port since.
    options: { flags: { servers: [`http://127.1.2.3:${freePort()}`] } },
    status: 3,
    code: "mcp_unreachable",
  },
  "a refused key": {
    replies: [],
    options: { flags: { authKey: ["wrong"] } },
    status: 4,
    code: "mcp_key_refused",
  },
  "a model that fails": {
    replies: [() => new Response("no", { status: 400 })],
    status: 7,
    code: "model_failing",
  },
  "a model that only calls": {
    replies: [again, again],
    options: { flags: { maxSteps: ["2"] } },
    status: 8,
    code: "max_steps",
    toolCalls: 1,
  },
  "no answer in time": {
    replies: [calls(["get_current_time", {}]), hanging],
    options: { flags: { timeout: ["1"] } },
    status: 10,
    code: "timeout",
    toolCalls: 1,
  },
};

for (const [name, { replies, options = {}, status, code, toolCalls = 0 }] of Object.entries(RUNS)) {
  Deno.test(`--json, ${name}: one object, with the exit status ${status}`, async () => {
    await using server = startServer();
    await using model = startScriptedModel(replies);
    const { flags, ...rest } = options;
    const outcome = await runAsk("what time is it", {
      flags: { servers: [server.url.href], authKey: [KEY], json: true, ...flags },
      environment: { API_URL: model.url },
      ...rest,
    });
    const run = JSON.parse(outcome.stdout);
    assert.deepEqual([outcome.status, run.exitStatus, run.error?.code], [status, status, code]);
    assert.equal("answer" in run, code === undefined);
    if (code) assert.ok(run.error.title && run.error.fix);
    assert.equal(run.toolCalls.length, toolCalls);
    assert.equal(run.servers.length, status === 3 || status === 4 ? 0 : 1);
  });
}

Deno.test("--json holds the calls with arguments, results and times, the era, the server and the model", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    calls(["get_current_time", { timezone: "Asia/Tokyo" }], ["get_current_time", {
      timezone: "Mars/Olympus",
    }]),
    text("It is 21:05."),
  ]);
  const { stdout } = await runAsk("what time is it", {
    flags: { servers: [server.url.href], authKey: [KEY], json: true, era: ["2025"] },
    environment: { API_URL: model.url, DEFAULT_MODEL: "m" },
  });
  const run = JSON.parse(stdout);
  assert.deepEqual([run.question, run.answer, run.rounds], ["what time is it", "It is 21:05.", 2]);
  const [{ era, revision, title, url, isEmbedded }] = run.servers;
  assert.deepEqual([era, revision, title, isEmbedded], ["2025", "2025-11-25", "mcpdemo 0.0.0-test", false]);
  assert.equal(url, server.at("/mcp").href);
  assert.deepEqual(run.model, { model: "m", url: model.url, isOffline: false });
  const [right, wrong] = run.toolCalls;
  assert.deepEqual([right.tool, right.arguments, right.isError], ["get_current_time", {
    timezone: "Asia/Tokyo",
  }, false]);
  assert.match(right.result, /21:05:09/);
  assert.equal(right.structuredContent.timezone, "Asia/Tokyo");
  assert.ok(Number.isInteger(right.ms) && Number.isInteger(run.ms));
  assert.deepEqual([wrong.isError, wrong.isRefused], [true, false]);
});

Deno.test("--json, a refused call: the run gives an answer with the exit status 9", async () => {
  const tool = toolNamed("one", { destructiveHint: true });
  await using server = startFakeServer((request, message) =>
    message.method === "tools/list"
      ? answered(message.id, complete({ tools: [tool] }))
      : sane("2026", request, message)
  );
  await using model = startScriptedModel([calls(["one", {}]), text("I may not.")]);
  const { status, stdout } = await runAsk("do it", {
    flags: { servers: [server.url], json: true },
    environment: { API_URL: model.url },
  });
  const run = JSON.parse(stdout);
  assert.deepEqual([status, run.exitStatus, run.answer], [9, 9, "I may not."]);
  assert.equal(run.toolCalls[0].isRefused, true);
  assert.deepEqual(run.notes.map(({ code }: { code: string }) => code), ["callRefusedByRule"]);
});

Deno.test("--json-stream prints one event per line, in order, with an error last", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    calls(["countdown", { seconds: 1 }]),
    () => new Response("no", { status: 400 }),
  ]);
  const { status, stdout } = await runAsk("count", {
    flags: { servers: [server.url.href], authKey: [KEY], jsonStream: true },
    environment: { API_URL: model.url },
  });
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(events.map(({ type }) => type).filter((type) => type !== "progress"), [
    "server",
    "model",
    "question",
    "toolCall",
    "toolResult",
    "error",
  ]);
  assert.deepEqual([status, events.at(-1).exitStatus], [7, 7]);
});

Deno.test("--json: the demo question is in the object; skipped servers and forms are reported on stderr", async () => {
  const config = await Deno.makeTempFile({ suffix: ".json" });
  await using server = startServer();
  const entry = { url: server.url.href, headers: { Authorization: "Bearer ${MY_KEY}" } };
  await Deno.writeTextFile(config, JSON.stringify({ mcpServers: { time: entry, local: { command: "x" } } }));
  await using model = startScriptedModel([calls(["plan_meeting", { timezones: ["UTC"] }]), text("planned")]);
  const { status, stdout, stderr } = await runAsk(undefined, {
    flags: { config: [config], json: true },
    environment: { API_URL: model.url, MY_KEY: KEY },
  });
  await Deno.remove(config);
  const run = JSON.parse(stdout);
  assert.equal(status, 0);
  assert.match(run.question, /what time it is/);
  assert.deepEqual(run.notes.map(({ code }: { code: string }) => code), ["asksDefault", "serverSkipped"]);
  assert.equal(run.servers[0].server, "time");
  assert.match(stderr, /Declined: mcpdemo has no terminal/);
});

Deno.test("--json: an interruption is in the object: exit status 130", async () => {
  await using server = startServer();
  const stop = new AbortController();
  await using model = startScriptedModel([() => {
    stop.abort(new UserError("interrupted"));
    return hanging();
  }]);
  const { status, stdout } = await runAsk("hi", {
    flags: { servers: [server.url.href], authKey: [KEY], json: true },
    environment: { API_URL: model.url },
    interrupted: stop.signal,
  });
  assert.deepEqual([status, JSON.parse(stdout).error.code], [130, "interrupted"]);
});

const USAGE: readonly (readonly string[])[] = [
  ["ask", "--json", "--era", "2023", "hi"],
  ["ask", "--json-stream", "--prot", "hi"],
  ["tools", "--json", "--config", "/does/not/exist.json"],
  ["tools", "--json", "--timeout", "x"],
  ["call", "--json"],
  ["call", "--json", "no_such_tool"],
  ["call", "--json", "get_current_time", "timezone"],
  ["call", "--json", "t", "--input", "{"],
];

for (const args of USAGE) {
  Deno.test(`mcpdemo ${args.join(" ")}: the usage error is JSON on stdout`, async () => {
    const { status, stdout, stderr } = await runCli(args);
    assert.equal(status, 2, stderr);
    // With --json-stream an error is an event that contains its code.
    const { exitStatus, error = JSON.parse(stdout) } = JSON.parse(stdout);
    assert.equal(exitStatus, 2);
    assert.ok(error.title && error.fix);
    assert.match(stderr, new RegExp(`^Error ${error.code} `, "m"));
  });
}

for (
  const flags of [{ json: true, jsonStream: true }, { era: ["all"], jsonStream: true }, {
    era: ["all"],
    interactive: true,
  }]
) {
  Deno.test(`${JSON.stringify(flags)} cannot be combined: exit status 2, before any request`, async () => {
    const { status, error } = await runAsk("hi", { flags, fetch: () => assert.fail("something was asked") });
    assert.deepEqual([status, error?.code], [2, "conflicting_flags"]);
  });
}
