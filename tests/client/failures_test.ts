/** Failures that a user sees: a code, one sentence, a fix, an exit status, never a stack trace. */
import assert from "node:assert/strict";
import { runAsk } from "../support/run_ask.ts";
import { runCli } from "../support/run_cli.ts";
import { startScriptedModel } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

async function freePort(): Promise<number> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response());
  await server.shutdown();
  return server.addr.port;
}

interface Failure {
  readonly args: () => Promise<readonly string[]> | readonly string[];
  readonly environment?: Record<string, string>;
  readonly status: number;
  readonly code: string;
  /** What the fix must name. */
  readonly fix: RegExp;
}

const FAILURES: Record<string, Failure> = {
  "nothing listens at the URL": {
    args: async () => ["ask", "--server", `http://127.0.0.1:${await freePort()}`, "hi"],
    status: 3,
    code: "mcp_unreachable",
    fix: /mcpdemo serve/,
  },
  "an unknown flag, with the nearest": {
    args: () => ["serve", "--prot", "1"],
    status: 2,
    code: "unknown_flag",
    fix: /--port/,
  },
  "an unknown command, with the nearest": {
    args: () => ["serv"],
    status: 2,
    code: "unknown_command",
    fix: /"serve"/,
  },
  "a value that cannot be": {
    args: () => ["ask", "--era", "2023", "hi"],
    status: 2,
    code: "bad_value",
    fix: /auto \| 2024 \| 2025/,
  },
  "an unknown time zone, with near ones": {
    args: () => ["serve", "--timezone", "Europe/Pari"],
    status: 2,
    code: "bad_time_zone",
    fix: /Europe\/Paris/,
  },
  "an empty key by flag": {
    args: () => ["serve", "--auth-key", ""],
    status: 2,
    code: "key_empty",
    fix: /--auth-key/,
  },
  "an empty key by variable": {
    args: () => ["serve"],
    environment: { MCP_SERVER_AUTH_KEY: "" },
    status: 2,
    code: "key_empty",
    fix: /MCP_SERVER_AUTH_KEY/,
  },
  "a public address without a key": {
    args: () => ["serve", "--host", "0.0.0.0"],
    status: 2,
    code: "public_without_key",
    fix: /--no-auth/,
  },
  "a key together with --no-auth": {
    args: () => ["serve", "--no-auth", "--auth-key", "k"],
    status: 2,
    code: "key_and_no_auth",
    fix: /remove one of them/,
  },
};

for (const [name, { args, environment, status, code, fix }] of Object.entries(FAILURES)) {
  Deno.test(`${name}: exit status ${status}`, async () => {
    const outcome = await runCli(await args(), environment ? { environment } : {});
    assert.equal(outcome.status, status, outcome.stderr);
    assert.equal(outcome.stdout, "");
    const [error, remedy] = outcome.stderr.trim().split("\n").slice(-2);
    assert.ok(error!.startsWith(`Error ${code} (exit status ${status}): `), outcome.stderr);
    assert.match(remedy!, /^What to do: /);
    assert.match(remedy!, fix);
    assert.doesNotMatch(outcome.stderr, /^\s+at /m);
  });
}

Deno.test("a port in use: exit status 2, and the error suggests another port", async () => {
  await using server = startServer();
  const outcome = await runCli(["serve", "--port", server.url.port]);
  assert.equal(outcome.status, 2);
  assert.match(outcome.stderr, /^Error port_taken/);
  assert.match(outcome.stderr, new RegExp(`--port ${Number(server.url.port) + 1}`));
});

Deno.test("errors are in French for a French-speaking user", async () => {
  const { status, stderr } = await runCli(["serve", "--prot", "1"], { environment: { LANG: "fr_FR.UTF-8" } });
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^Erreur unknown_flag \(code de retour 2\)\u00A0: L’option --prot n’existe pas\.\nQue faire\u00A0: .*--port/,
  );
});

for (const era of ["auto", "2024", "2025", "2026"]) {
  Deno.test(`era ${era}: a missing key and a wrong key give different errors, both with exit status 4`, async () => {
    await using server = startServer();
    const flags = { servers: [server.url.href], era: [era] };
    const missing = await runAsk("what time is it", { flags });
    assert.deepEqual([missing.status, missing.error?.code], [4, "mcp_key_missing"]);
    const wrong = await runAsk("what time is it", { flags: { ...flags, authKey: ["wrong"] } });
    assert.deepEqual([wrong.status, wrong.error?.code], [4, "mcp_key_refused"]);
    assert.equal(missing.stdout + wrong.stdout, "");
  });
}

Deno.test("a web site is not an MCP server: exit status 5", async () => {
  const page = () =>
    new Response("<!doctype html><title>Hello</title>", { headers: { "Content-Type": "text/html" } });
  await using site = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, page);
  const { status, error } = await runAsk("hi", {
    flags: { servers: [`http://127.0.0.1:${site.addr.port}`] },
  });
  assert.deepEqual([status, error?.code], [5, "not_an_mcp_server"]);
});

Deno.test("an unreachable model endpoint: exit status 6", async () => {
  await using server = startServer();
  const { status, error } = await runAsk("hi", {
    flags: {
      servers: [server.url.href],
      authKey: [KEY],
      apiUrl: [`http://127.0.0.1:${await freePort()}/v1`],
    },
  });
  assert.deepEqual([status, error?.code], [6, "model_unreachable"]);
});

for (const [status, code, exit] of [[401, "model_key_refused", 6], [404, "model_not_found", 7]] as const) {
  Deno.test(`a model endpoint that answers ${status}: exit status ${exit}`, async () => {
    await using server = startServer();
    const refusal = () => Response.json({ error: { message: "no: sk-not-shown-1234" } }, { status });
    await using model = startScriptedModel([refusal]);
    const outcome = await runAsk("hi", {
      flags: { servers: [server.url.href], authKey: [KEY] },
      environment: { API_URL: model.url, API_KEY: "sk-not-shown-1234" },
    });
    assert.deepEqual([outcome.status, outcome.error?.code], [exit, code]);
    assert.ok(!JSON.stringify(outcome.error?.data).includes("sk-not-shown-1234"));
  });
}

Deno.test("a model that never stops calling tools ends at --max-steps: exit status 8", async () => {
  await using server = startServer();
  const again = [{
    tool_calls: [{ index: 0, id: "x", function: { name: "get_current_time", arguments: "{}" } }],
  }];
  await using model = startScriptedModel([again, again, again]);
  const { status, error } = await runAsk("what time is it", {
    flags: { servers: [server.url.href], authKey: [KEY], maxSteps: ["3"] },
    environment: { API_URL: model.url },
  });
  assert.deepEqual([status, error?.code, model.asked.length], [8, "max_steps", 3]);
});

Deno.test("an interruption ends the run with exit status 130, the time limit with 10", async () => {
  const { UserError } = await import("../../cli/errors.ts");
  for (const [code, expected] of [["interrupted", 130], ["timeout", 10]] as const) {
    await using server = startServer();
    const stop = new AbortController();
    await using model = startScriptedModel([() => {
      stop.abort(new UserError(code));
      return new Response(new ReadableStream({}), { headers: { "Content-Type": "text/event-stream" } });
    }]);
    const { status } = await runAsk("what time is it", {
      flags: { servers: [server.url.href], authKey: [KEY] },
      environment: { API_URL: model.url },
      interrupted: stop.signal,
    });
    assert.equal(status, expected);
  }
});

Deno.test(
  "an answer that cannot be written to a full disk: exit status 1",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    const main = new URL("../../main.ts", import.meta.url).pathname;
    const child = new Deno.Command("sh", {
      args: [
        "-c",
        'exec "$@" > /dev/full',
        "sh",
        Deno.execPath(),
        "run",
        "--quiet",
        "--config",
        new URL("../../deno.product.json", import.meta.url).pathname,
        "-A",
        main,
        "completions",
        "bash",
      ],
      stderr: "piped",
      env: { LANG: "en_GB.UTF-8", NO_COLOR: "1" },
    });
    const { code, stderr } = await child.output();
    assert.equal(code, 1);
    assert.match(new TextDecoder().decode(stderr), /^Error answer_lost \(exit status 1\): /);
  },
);
