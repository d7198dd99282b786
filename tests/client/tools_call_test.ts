/** `tools` and `call` use an MCP server without a model; run as processes. */
import assert from "node:assert/strict";
import { freePort } from "../support/child.ts";
import { answered, complete, said, sane, startFakeServer, toolNamed } from "../support/fake_mcp_server.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { KEY, startServer } from "../support/start_server.ts";

const environment = { MCP_SERVER_AUTH_KEY: KEY };

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`${era}: tools lists, shows a schema, and call answers`, async () => {
    await using server = startServer();
    const at = ["--server", server.url.href, "--era", era];
    const [table, json, schema, called, result] = await Promise.all([
      runCli(["tools", ...at], { environment }),
      runCli(["tools", ...at, "--json"], { environment }),
      runCli(["tools", ...at, "--schema", "get_current_time"], { environment }),
      runCli(["call", ...at, "get_current_time", "timezone=Asia/Tokyo"], { environment }),
      runCli(["call", ...at, "--json", "get_current_time", "--input", "-"], {
        environment,
        stdin: '{"timezone":"Asia/Tokyo"}',
      }),
    ]);
    for (const { status, stderr } of [table, json, schema, called, result]) assert.equal(status, 0, stderr);
    assert.match(table.stdout, /^get_current_time {2,}timezone\? +\S/m);
    assert.match(table.stderr, new RegExp(`^MCP server: .* ${era} era `));
    const { tools } = JSON.parse(json.stdout);
    assert.equal(json.stderr, "");
    assert.deepEqual(Object.keys(tools[0]).slice(0, 3), ["name", "server", "url"]);
    assert.equal(JSON.parse(schema.stdout).properties.timezone.type, "string");
    assert.match(called.stdout, /21:05/);
    const read = JSON.parse(result.stdout);
    assert.deepEqual([read.tool, read.arguments, read.exitStatus], ["get_current_time", {
      timezone: "Asia/Tokyo",
    }, 0]);
    assert.equal(read.result.structuredContent.timezone, "Asia/Tokyo");
  });

  Deno.test(`${era}: an error result exits with 5, and prints its text on stderr or the result as JSON`, async () => {
    await using server = startServer();
    const args = ["--server", server.url.href, "--era", era, "get_current_time", "timezone=Mars/Olympus"];
    const [text, json] = await Promise.all([
      runCli(["call", ...args], { environment }),
      runCli(["call", "--json", ...args], { environment }),
    ]);
    assert.deepEqual([text.status, text.stdout, json.status], [5, "", 5]);
    assert.match(text.stderr, /^Error tool_error \(exit status 5\): .*Mars\/Olympus/m);
    const { result, exitStatus } = JSON.parse(json.stdout);
    assert.deepEqual([result.isError, exitStatus], [true, 5]);
  });
}

Deno.test("tools of a server without tools prints a line on stderr, and an empty list as JSON", async () => {
  await using server = startFakeServer((request, message) =>
    message.method === "tools/list"
      ? answered(message.id, complete({ tools: [] }))
      : sane("2026", request, message)
  );
  const [table, json] = await Promise.all(
    [[], ["--json"]].map((flags) => runCli(["tools", "--server", server.url, ...flags])),
  );
  assert.deepEqual([table!.status, table!.stdout], [0, ""]);
  assert.match(table!.stderr, /^The server has no tools\.$/m);
  assert.deepEqual([json!.status, JSON.parse(json!.stdout)], [0, { tools: [] }]);
});

Deno.test("call shows progress on stderr, and only the result on stdout", async () => {
  await using server = startServer();
  const args = ["call", "--server", server.url.href, "countdown", "seconds=1"];
  const { status, stdout, stderr } = await runCli(args, { environment });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^countdown: 1\/1/m);
  assert.doesNotMatch(stdout, /1\/1/);
});

interface Failure {
  readonly args: (server: string) => readonly string[];
  readonly key?: string;
  readonly status: number;
  readonly code: string;
}

const FAILURES: Record<string, Failure> = {
  "a tool that is not there": {
    args: (at) => ["call", "--server", at, "get_time"],
    status: 2,
    code: "no_such_tool",
  },
  "a schema of none": {
    args: (at) => ["tools", "--server", at, "--schema", "x"],
    status: 2,
    code: "no_such_tool",
  },
  "an argument of another type": {
    args: (at) => ["call", "--server", at, "countdown", "seconds=many"],
    status: 2,
    code: "argument_value",
  },
  "a word that is no argument": {
    args: (at) => ["call", "--server", at, "countdown", "3"],
    status: 2,
    code: "argument_form",
  },
  "nothing there": {
    args: () => ["tools", "--server", `http://127.0.0.1:${freePort()}`],
    status: 3,
    code: "mcp_unreachable",
  },
  "no key": { args: (at) => ["tools", "--server", at], key: "", status: 2, code: "key_empty" },
  "a wrong key": {
    args: (at) => ["call", "--server", at, "countdown"],
    key: "wrong",
    status: 4,
    code: "mcp_key_refused",
  },
};

for (const [name, { args, key = KEY, status, code }] of Object.entries(FAILURES)) {
  Deno.test(`${name}: exit status ${status}, and stdout is empty unless JSON was requested`, async () => {
    await using server = startServer();
    const options = { environment: { MCP_SERVER_AUTH_KEY: key } };
    const [plain, json] = await Promise.all([
      runCli(args(server.url.href), options),
      runCli([...args(server.url.href), "--json"], options),
    ]);
    assert.deepEqual([plain.status, plain.stdout, json.status], [status, "", status]);
    assert.match(plain.stderr, new RegExp(`^Error ${code} `, "m"));
    const failed = JSON.parse(json.stdout);
    assert.deepEqual([failed.error.code, failed.exitStatus], [code, status]);
  });
}

/** A server whose tool returns a given result; `called` resolves when a call has arrived. */
function telling(text: string, tool = toolNamed("one")) {
  return startFakeServer((request, message) => {
    if (message.method === "tools/list") return answered(message.id, complete({ tools: [tool] }));
    if (message.method === "tools/call") return answered(message.id, said(text));
    return sane("2026", request, message);
  });
}

Deno.test("escape sequences from a server do not reach the terminal in any output format", async () => {
  const evil = "\u001b[2J\u009b1m\u202eabc";
  const schema = { type: "object", properties: { [`a${evil}`]: { description: evil } } };
  await using server = telling(
    evil,
    { ...toolNamed("one"), description: evil, inputSchema: schema } as never,
  );
  for (
    const args of [["tools"], ["tools", "--json"], ["tools", "--schema", "one"], ["call", "one"], [
      "call",
      "one",
      "--json",
    ]]
  ) {
    const { status, stdout, stderr } = await runCli([...args, "--server", server.url]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /abc/);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout + stderr, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/, args.join(" "));
  }
});

Deno.test("a key in the server's address is not printed", async () => {
  await using server = telling("fine");
  const { stdout, stderr } = await runCli(["tools", "--json", "--server", `${server.url}mcp?key=hidden-key`]);
  assert.match(stdout, /"url"/, stderr);
  assert.doesNotMatch(stdout + stderr, /hidden-key/);
});

Deno.test("Ctrl-C ends a call that gets no answer: exit status 130", async () => {
  const called = Promise.withResolvers<void>();
  await using server = startFakeServer((request, message) => {
    if (message.method !== "tools/call") return sane("2026", request, message);
    called.resolve();
    return new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } });
  });
  await using cli = startCli(["call", "--server", server.url, "one"]);
  await called.promise;
  cli.kill("SIGINT");
  const { status, stderr } = await cli.ended;
  assert.equal(status, 130, stderr);
});
