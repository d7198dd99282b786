/** `doctor`: it names each fault that `serve --lab` and `model --quirk` stage, and no other failure. */
import assert from "node:assert/strict";
import { FINDING_CODES } from "../../cli/finding_codes.ts";
import { LAB_NAMES, type LabName } from "../../cli/lab_names.ts";
import { QUIRK_NAMES, type QuirkName } from "../../cli/quirk_names.ts";
import { createQuirkEndpoint } from "../../client/model/quirks/endpoint.ts";
import { createApp } from "../../server/app.ts";
import { withLabs } from "../../server/labs/stage.ts";
import { listen } from "../../server/listen.ts";
import { type DoctorOutcome, runDoctor } from "../support/run_doctor.ts";
import { hasPty, startPty } from "../support/pty.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { serveQuirk } from "../support/serve_quirk.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** Faults whose answers never come, or after the test has ended, keep the process of the server busy. */
const APART: readonly LabName[] = ["odd-probe-hang", "hung-tool", "slow-first-byte", "slow-tool"];

/** A server with faults, on a free port. */
async function withLab(names: readonly LabName[], story: (url: string) => Promise<void>): Promise<void> {
  if (names.some((name) => APART.includes(name))) {
    await using serve = startCli(["serve", "--auth-key", KEY, "--port", "0", "--lab", names.join(",")]);
    const [, port] = await serve.said(/listens on \S+:(\d+)/);
    return await story(`http://127.0.0.1:${port}`);
  }
  await using plain = startServer();
  const app = withLabs(createApp(plain.options), names, () => createApp(plain.options));
  const listener = listen(app, "127.0.0.1", 0);
  try {
    await story(`http://127.0.0.1:${listener.port}`);
  } finally {
    await listener.stop(0);
  }
}

const withServer = (url: string, ...flags: readonly [string, string[]][]) =>
  runDoctor({
    flags: { servers: [url], ...Object.fromEntries(flags) },
    environment: { MCP_SERVER_AUTH_KEY: KEY },
  });

const withModel = (apiUrl: string, server: string, flags: Record<string, boolean> = {}) =>
  runDoctor({
    flags: { servers: [server], model: ["mcpdemo-offline"], ...flags },
    environment: { MCP_SERVER_AUTH_KEY: KEY, API_URL: apiUrl, API_KEY: "a-key-of-this-test" },
  });

/** What doctor says: a failure with its exit status, or a code of a finding that is not one. */
interface Expected {
  readonly failure?: string;
  readonly status?: number;
  /** Each of them is a warning or a note. */
  readonly named?: readonly string[];
  /** What works nevertheless. */
  readonly well?: readonly string[];
}

const LABS: Readonly<Record<LabName, Expected>> = {
  "no-challenge": { failure: "mcp_key_refused", status: 4, named: ["challenge_missing"] },
  "expired-token": { failure: "mcp_key_refused", status: 4 },
  "oauth-bait": { failure: "mcp_key_refused", status: 4, named: ["oauth_undescribed"] },
  "forbidden": { failure: "mcp_key_refused", status: 4 },
  "rate-limited": { failure: "mcp_busy", status: 5 },
  "proxy-502": { failure: "mcp_error", status: 5 },
  "moved": { failure: "mcp_moved", status: 5 },
  "slash-redirect": { named: ["redirects"] },
  "html-page": { failure: "not_an_mcp_server", status: 5 },
  "old-server": { named: ["era_absent"] },
  "odd-probe-404": { named: ["probe_refused"] },
  "odd-probe-400": { named: ["probe_refused"] },
  "odd-probe-500": { named: ["probe_odd"] },
  "odd-probe-empty": { named: ["probe_odd"] },
  "odd-probe-html": { named: ["probe_odd"] },
  "odd-probe-hang": { failure: "mcp_timeout", status: 3 },
  "drop-session": { named: ["session_lost"] },
  "two-replicas": { named: ["mcp_session_refused"] },
  "buffered-stream": { named: ["stream_held_back"] },
  "gzip-stream": { named: ["stream_compressed"] },
  "dead-stream": { named: ["stream_silent"] },
  // The whole question is asked while the rest goes on.
  "slow-first-byte": { named: ["slow_answers"], well: ["answered"] },
  "wrong-content-type": { named: ["server_deviates"] },
  "wrong-id": { failure: "mcp_error", status: 5, named: ["rule_broken"] },
  "slow-tool": { named: ["tool_slow"] },
  "hung-tool": { failure: "timeout", status: 10 },
  "tool-errors": { named: ["tool_error"] },
  "huge-result": { failure: "mcp_sends_too_much", status: 10 },
  "bad-tool": { named: ["tool_schema", "tool_name"] },
  "null-fields": { named: ["null_fields"] },
  "poisoned-description": { named: ["tool_hidden_text"] },
  "changed-definition": { named: ["tools_unstable"] },
};

const QUIRKS: Readonly<Record<QuirkName, Expected>> = {
  "wrong-key": { failure: "model_key_refused", status: 6 },
  "no-access": { failure: "model_forbidden", status: 6 },
  "no-model": { failure: "model_not_found", status: 7 },
  "quota": { failure: "model_quota", status: 7 },
  "rate-limited": { named: ["model_waits"] },
  "overloaded": { failure: "model_failing", status: 7 },
  "html-error": { failure: "model_failing", status: 7 },
  "redirect": { failure: "model_redirects", status: 6 },
  "error-in-200": { failure: "model_failing", status: 7 },
  "context-full": { failure: "model_context_exceeded", status: 7 },
  "no-tools": { failure: "model_without_tools", status: 7 },
  "drops-tools": { named: ["tools_dropped"] },
  "slow": { named: ["model_slow"] },
  "cut-stream": { failure: "model_broke_off", status: 7 },
  "no-end": { failure: "model_broke_off", status: 7, named: ["model_whole_works"] },
  "no-done": { named: ["accent_no_done"] },
  "error-in-stream": { failure: "model_failing", status: 7, named: ["model_whole_works"] },
  "comments": { named: ["accent_comments"] },
  "never-streamed": { named: ["accent_never_streamed"] },
  "no-content-type": { named: ["accent_no_content_type"] },
  "empty": { failure: "model_failing", status: 7 },
  "refusal": { failure: "model_refused", status: 7 },
  "filtered": { failure: "model_filtered", status: 7 },
  "length": { failure: "model_length", status: 7 },
  "loop": { failure: "max_steps", status: 8 },
  "call-as-text": { failure: "model_call_as_text", status: 7 },
  "unknown-tool": { named: ["model_calls_unknown"] },
  "broken-arguments": { named: ["model_arguments_broken"] },
  "object-arguments": { named: ["accent_object_arguments"] },
  "double-arguments": { named: ["accent_double_arguments"] },
  "no-arguments": { named: ["accent_no_arguments"] },
  "no-index": { named: ["accent_no_index"] },
  "no-ids": { named: ["accent_no_ids"] },
  "legacy-call": { failure: "model_call_unsupported", status: 7 },
  "stop-with-calls": { named: ["accent_stop_with_calls"] },
  "no-finish": { named: ["accent_no_finish"] },
  "thinking-in-text": { named: ["accent_thinking_in_text"] },
  "content-in-parts": { named: ["accent_content_in_parts"] },
};

const MOST_MS = 20_000;

/** That the outcome is what was expected, and names no other failure. */
function check(outcome: DoctorOutcome, { failure, status = 0, named = [], well = [] }: Expected): void {
  const { findings, ms, exitStatus, first } = outcome.report;
  const shown = findings.map(({ suite, level, code, seen }) => `${suite} ${level} ${code}: ${seen}`).join(
    "\n",
  );
  assert.deepEqual(outcome.codes("failure"), failure === undefined ? [] : [failure], shown);
  const others = outcome.codes("warning", "note");
  for (const code of named) assert.ok(others.includes(code), `${code} is not among\n${shown}`);
  for (const code of well) assert.ok(outcome.codes("ok").includes(code), `${code} is not among\n${shown}`);
  assert.equal(outcome.status, status, shown);
  assert.equal(exitStatus, status);
  if (failure !== undefined) assert.equal(first, failure);
  assert.ok(ms < MOST_MS, `${ms} ms`);
}

for (const name of LAB_NAMES) {
  Deno.test(`the lab ${name}: doctor names it, and no other failure`, async () => {
    await withLab([name], async (url) => check(await withServer(url), LABS[name]));
  });
}

for (const name of QUIRK_NAMES) {
  Deno.test(`the quirk ${name}: doctor names it, and no other failure`, async () => {
    await using server = startServer();
    await using endpoint = serveQuirk(name);
    check(await withModel(endpoint.url, server.url.href), QUIRKS[name]);
  });
}

const FAULTS = ["warning", "failure"] as const;

Deno.test("with nothing set up, everything is well, and nothing is asked beyond this machine", async () => {
  const asked: string[] = [];
  const { report, status, codes } = await runDoctor({
    fetch: (input, init) => {
      asked.push(new URL(input instanceof Request ? input.url : input).hostname);
      return fetch(input, init);
    },
  });
  assert.deepEqual(codes(...FAULTS), []);
  assert.deepEqual([...new Set(asked)].sort(), ["127.0.0.1", "localhost"]);
  assert.equal(status, 0);
  assert.ok(codes("ok").includes("era_taken_embedded"));
  assert.ok(codes("ok").includes("answered"));
  assert.ok(report.ms < MOST_MS);
});

for (const path of ["", "mcp", "sse"]) {
  for (const era of ["auto", "2025", "2024"]) {
    if (path === "sse" && era === "2025") continue;
    Deno.test(`a healthy server at /${path} and a healthy model have no warning, with --era ${era}`, async () => {
      await using server = startServer();
      await using endpoint = serveQuirk();
      const outcome = await runDoctor({
        flags: { servers: [`${server.url}${path}`], era: [era], model: ["mcpdemo-offline"], strict: true },
        environment: { MCP_SERVER_AUTH_KEY: KEY, API_URL: endpoint.url, API_KEY: "a-key-of-this-test" },
      });
      assert.deepEqual(outcome.report.findings.filter(({ level }) => level !== "ok"), []);
      assert.equal(outcome.status, 0);
      const spoken = outcome.report.findings.filter(({ code }) => code === "rules_kept").length;
      assert.equal(spoken, 3);
    });
  }
}

/** Two faults: both are named, or the second is said to be hidden by the first. */
const PAIRS: readonly (readonly [readonly LabName[], Expected])[] = [
  [["slash-redirect", "tool-errors"], { named: ["redirects", "tool_error"] }],
  [["expired-token", "null-fields"], { failure: "mcp_key_refused", status: 4 }],
  [["bad-tool", "buffered-stream"], { named: ["tool_schema", "stream_held_back"] }],
  [["drop-session", "poisoned-description"], { named: ["session_lost", "tool_hidden_text"] }],
  [["old-server", "dead-stream"], { failure: "mcp_timeout", status: 3, named: ["stream_silent"] }],
  [["null-fields", "changed-definition"], { named: ["null_fields", "tools_unstable"] }],
  [["old-server", "changed-definition"], { named: ["era_absent", "tools_unstable"] }],
  [["odd-probe-500", "changed-definition"], { named: ["probe_odd", "tools_unstable"] }],
  [["odd-probe-html", "null-fields"], { named: ["probe_odd", "null_fields"] }],
  [["odd-probe-404", "drop-session"], { named: ["probe_refused", "session_lost"] }],
  // Then ask takes the era in which replicas do harm.
  [["odd-probe-empty", "two-replicas"], { failure: "mcp_session_refused", status: 5, named: ["probe_odd"] }],
  // A tool without its annotations is not called, which doctor says.
  [["null-fields", "tool-errors"], { named: ["null_fields", "tool_unannotated"] }],
  [["rate-limited", "bad-tool"], { failure: "mcp_busy", status: 5 }],
];
for (const [names, expected] of PAIRS) {
  Deno.test(`the labs ${names.join(" and ")} together: both are named, or one is hidden`, async () => {
    await withLab(names, async (url) => check(await withServer(url), expected));
  });
}

const QUIRK_PAIRS: readonly (readonly [readonly QuirkName[], Expected])[] = [
  [["comments", "no-ids"], { named: ["accent_comments", "accent_no_ids"] }],
  [["thinking-in-text", "no-done"], { named: ["accent_thinking_in_text", "accent_no_done"] }],
  [["never-streamed", "broken-arguments"], { named: ["accent_never_streamed", "model_arguments_broken"] }],
  [["no-content-type", "call-as-text"], {
    failure: "model_call_as_text",
    status: 7,
    named: ["accent_no_content_type"],
  }],
  [["quota", "drops-tools"], { failure: "model_quota", status: 7 }],
  [["no-end", "no-index"], { failure: "model_broke_off", status: 7, named: ["model_whole_works"] }],
];
for (const [names, expected] of QUIRK_PAIRS) {
  Deno.test(`the quirks ${names.join(" and ")} together: both are named, or one is hidden`, async () => {
    await using server = startServer();
    await using endpoint = serveQuirk(...names);
    check(await withModel(endpoint.url, server.url.href), expected);
  });
}

Deno.test("a fault of the server and one of the model are both named, and the whole question is not asked", async () => {
  await withLab(["forbidden"], async (url) => {
    await using endpoint = serveQuirk("quota");
    const outcome = await withModel(endpoint.url, url);
    assert.deepEqual(outcome.codes("failure"), ["mcp_key_refused", "model_quota"]);
    assert.equal(outcome.report.first, "mcp_key_refused");
    assert.equal(outcome.status, 4);
    const together = outcome.report.findings.filter(({ suite }) => suite === "together");
    assert.deepEqual(together.map(({ level, code }) => [level, code]), [["skipped", "hidden_by_failure"]]);
  });
});

Deno.test("a warning is exit status 1 with --strict, and 0 without it", async () => {
  await withLab(["null-fields"], async (url) => {
    const strict = await runDoctor({
      flags: { servers: [url], strict: true },
      environment: { MCP_SERVER_AUTH_KEY: KEY },
    });
    assert.equal(strict.status, 1);
    assert.equal((await withServer(url)).status, 0);
  });
});

Deno.test("a server that does not run: the failure of ask, and what listens beside it", async () => {
  const closed = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = closed.addr;
  closed.close();
  const outcome = await withServer(`http://127.0.0.1:${port}`);
  check(outcome, { failure: "mcp_unreachable", status: 3 });
  const skipped = outcome.report.findings.filter(({ level }) => level === "skipped").map(({ suite }) =>
    suite
  );
  assert.deepEqual(skipped, ["key", "eras", "streams", "tools", "together"]);
});

Deno.test("keys: only their first characters and their length are shown; quotes and swapped keys are named", async () => {
  await using server = startServer();
  const environment = {
    MCP_SERVER_AUTH_KEY: '"sk-of-the-model-0123456789"',
    API_KEY: "mcpd_a-server's-key-0123456789",
  };
  const { stdout, codes } = await runDoctor({
    flags: { servers: [server.url.href], apiUrl: ["http://127.0.0.1:9/v1"] },
    environment,
  });
  for (const key of Object.values(environment)) assert.ok(!stdout.includes(key.slice(0, 12)), stdout);
  for (const code of ["key_quoted", "keys_swapped"]) assert.ok(codes("warning").includes(code), stdout);
  assert.ok(codes("failure").includes("mcp_key_refused"));
});

Deno.test("a setting that cannot be read is a failure, and hides what depends on it", async () => {
  const outcome = await runDoctor({ environment: { API_KEY: "\u201csmart\u201d" } });
  assert.deepEqual(outcome.codes("failure"), ["model_key_unsendable"]);
  assert.equal(outcome.status, 2);
  const hidden = ({ report }: DoctorOutcome) =>
    report.findings.filter(({ level }) => level === "skipped").map(({ suite }) => suite);
  assert.deepEqual(hidden(outcome), ["model", "together"]);
  const unsendable = await runDoctor({ environment: { MCP_SERVER_AUTH_KEY: "two words" } });
  assert.deepEqual(unsendable.codes("failure"), ["key_unsendable"]);
  assert.deepEqual(hidden(unsendable), ["reach", "key", "eras", "streams", "tools", "together"]);
  const both = await runDoctor({ flags: { era: ["1999"] } });
  assert.deepEqual(both.codes("failure"), ["bad_value"]);
  assert.deepEqual(both.codes("ok"), ["setting"]);
});

Deno.test("without a key: the key suite says that one is needed; a key that is not needed is a note", async () => {
  await using server = startServer();
  const none = await runDoctor({ flags: { servers: [server.url.href] } });
  assert.deepEqual(none.codes("failure"), ["mcp_key_missing"]);
  assert.equal(none.report.findings.find(({ level }) => level === "failure")?.suite, "key");
  await using open = startServer({ keys: [] });
  const needless = await withServer(open.url.href);
  assert.deepEqual(needless.codes("warning", "failure"), []);
  assert.ok(needless.codes("note").includes("key_not_needed"));
});

Deno.test("two servers are examined side by side, and findings name theirs", async () => {
  await using first = startServer();
  await using second = startServer();
  const { report, codes } = await runDoctor({
    flags: { servers: [first.url.href, second.url.href] },
    environment: { MCP_SERVER_AUTH_KEY: KEY },
  });
  assert.deepEqual(codes(...FAULTS), []);
  assert.ok(codes("note").includes("tools_shared"));
  const named = new Set(report.findings.map(({ server }) => server).filter((each) => each !== undefined));
  assert.deepEqual([...named].sort(), [first.url.host, second.url.host].sort());
});

Deno.test("the text has the same findings as the JSON, in French too", async () => {
  await withLab(["null-fields"], async (url) => {
    for (const language of ["en", "fr"] as const) {
      const options = { language, environment: { MCP_SERVER_AUTH_KEY: KEY } };
      const { report } = await runDoctor({ ...options, flags: { servers: [url] } });
      const { stdout } = await runDoctor({ ...options, flags: { servers: [url], json: false } });
      for (const { seen, level } of report.findings) {
        // Times differ from run to run.
        if (!/\d ?(ms|s)\b/.test(seen) && level !== "ok") {
          assert.ok(stdout.includes(seen), `${seen}\n${stdout}`);
        }
      }
      assert.match(stdout, /\[null_fields\]/);
      assert.match(stdout, language === "fr" ? /À faire d’abord/ : /What to do first/);
    }
  });
});

Deno.test("only a tool that says that it only reads is called, and no session is left open", async () => {
  await using server = startServer();
  await withServer(server.url.href);
  const called = server.log.filter(({ rpcMethod }) => rpcMethod === "tools/call");
  assert.ok(called.length > 0);
  assert.equal(server.log.filter(({ method }) => method === "DELETE").length, 1);
});

Deno.test("the documents say for each fault what doctor names", async () => {
  const expected = [...Object.values(LABS), ...Object.values(QUIRKS)].map(({ failure, named = [] }) =>
    [...(failure === undefined ? [] : [failure]), ...named].map((code) => `\`${code}\``).join(" ")
  );
  for (const page of ["docs/labs.md", "docs/fr/labs.md"]) {
    const text = await Deno.readTextFile(new URL(`../../${page}`, import.meta.url));
    const rows = [...text.matchAll(/^\| `[a-z0-9-]+` +\| .*? *\| (.*?) *\| .* \|$/gm)].map(([, codes]) =>
      codes
    );
    assert.deepEqual(rows, expected, page);
  }
});

Deno.test("the documents list the code of each finding", async () => {
  for (const page of ["docs/doctor.md", "docs/fr/doctor.md"]) {
    const text = await Deno.readTextFile(new URL(`../../${page}`, import.meta.url));
    const listed = [...text.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code);
    for (const code of FINDING_CODES) {
      if (code !== "model_accent") assert.ok(listed.includes(code), `${page}: ${code}`);
    }
  }
});

Deno.test("doctor as a process: the report is on stdout alone, and a value of .env has its line", async () => {
  await using server = startServer();
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-doctor-" });
  try {
    await Deno.writeTextFile(`${folder}/.env`, `# keys\nMCP_SERVER_AUTH_KEY=${KEY}\n`);
    const args = ["doctor", "--server", server.url.href];
    const { status, stdout, stderr } = await runCli(args, { cwd: folder, readable: ["../.env"] });
    assert.equal(stderr, "");
    assert.match(stdout, /auth-key is set, 14 characters, .* in line 2 of \.env/);
    assert.match(stdout, /\nEverything that was checked works\.\n$/);
    assert.ok(!stdout.includes(KEY));
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout, /\x1b/);
    assert.equal(status, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("--json of a process is one object, also if a flag is wrong", async () => {
  const wrong = await runCli(["doctor", "--json", "--era", "2023"]);
  const { findings, exitStatus } = JSON.parse(wrong.stdout);
  assert.equal(findings[0].code, "bad_value");
  assert.equal(exitStatus, 2);
  assert.equal(wrong.status, 2);
});

Deno.test({
  name: "on a terminal the findings come as checks end, a line says what goes on, and Ctrl-C ends it",
  ignore: !hasPty(),
  async fn() {
    await using serve = startCli(["serve", "--auth-key", KEY, "--port", "0", "--lab", "hung-tool"]);
    const [, port] = await serve.said(/listens on \S+:(\d+)/);
    await using terminal = startPty(["doctor", "--server", `http://127.0.0.1:${port}`], {
      MCP_SERVER_AUTH_KEY: KEY,
      XDG_STATE_HOME: "/dev/null",
    });
    await terminal.shows(/accepts the key/);
    await terminal.shows(/Checking for \d+ s: /);
    await terminal.type("\x03");
    await terminal.shows(/Error interrupted/);
    assert.equal(await terminal.ended, 130);
  },
});

Deno.test("a model that has answered and is late with its calls has not failed: ask would wait", async () => {
  await using server = startServer();
  const endpoint = createQuirkEndpoint([]);
  const over = Promise.withResolvers<void>();
  const late = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const body = await request.text();
    if (body.includes('"tools"')) {
      await over.promise;
      return new Response();
    }
    const { url, method } = request;
    return await endpoint(new Request(url, { method, ...(body ? { body } : {}) }));
  });
  try {
    const { report, codes, status } = await withModel(
      `http://127.0.0.1:${late.addr.port}/v1`,
      server.url.href,
    );
    assert.deepEqual(codes("failure"), []);
    const skipped = report.findings.filter(({ code }) => code === "not_in_time").map(({ suite }) => suite);
    assert.deepEqual(skipped, ["model", "together"]);
    assert.ok(report.ms < MOST_MS);
    assert.equal(status, 0);
  } finally {
    over.resolve();
    await late.shutdown();
  }
});

Deno.test("an era in which the server fails is not said to be absent", async () => {
  await using plain = startServer();
  const app = createApp(plain.options);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request, info) => {
    const isOpening = (await request.clone().text()).includes('"initialize"');
    return isOpening ? new Response("The store is away.", { status: 503 }) : await app.fetch(request, info);
  });
  try {
    const { report, codes } = await withServer(`http://127.0.0.1:${server.addr.port}`);
    assert.deepEqual(codes("failure"), []);
    assert.equal(report.first, "era_failing");
    const failing = report.findings.find(({ code }) => code === "era_failing")!;
    assert.match(failing.seen, /2025 era, the server fails \(HTTP 503, .*"The store is away\."\)/);
  } finally {
    await server.shutdown();
    await app.close();
  }
});
