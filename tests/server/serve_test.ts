/** `serve` as a process: its banner, its key, its shutdown. */
import assert from "node:assert/strict";
import { runCli, startCli } from "../support/run_cli.ts";
import { eventsOf, initialize, INITIALIZED } from "../support/mcp_requests.ts";

const KEY = "ma_cle_secrete";
const AUTH = { Authorization: `Bearer ${KEY}` };

function startServe(...args: string[]) {
  return startServeIn({}, ...args);
}

async function startServeIn(environment: Record<string, string>, ...args: string[]) {
  const serve = startCli(["serve", "--port", "0", ...args], { environment });
  const [, port] = await serve.said(/listens on http:\/\/[^:]+:(\d+)/);
  // The banner is complete once its last line has been printed.
  await serve.said(/Ctrl-C/);
  return { serve, base: `http://127.0.0.1:${port}` };
}

Deno.test("the banner shows the three URLs, that a key is needed, and the command for the other terminal", async () => {
  const { serve, base } = await startServe("--auth-key", KEY);
  await using _ = serve;
  const local = base.replace("127.0.0.1", "localhost");
  serve.kill("SIGTERM");
  const { status, stderr } = await serve.ended;
  assert.equal(status, 0);
  assert.match(stderr, /listens on http:\/\/0\.0\.0\.0:/);
  for (
    const [path, words] of [["/mcp", "2026-07-28"], ["/mcp", "2025-03-26 to 2025-11-25"], [
      "/sse",
      "2024-11-05",
    ]]
  ) {
    assert.ok(
      stderr.split("\n").some((line) => line.includes(`${local}${path}`) && line.includes(words!)),
      stderr,
    );
  }
  assert.match(stderr, /Key required/);
  assert.ok(
    stderr.includes(`MCP_SERVER_AUTH_KEY=YOUR_KEY deno task ask --server ${local} "what time is it"`),
  );
  assert.ok(!stderr.includes(KEY));
});

Deno.test("without a key the server listens on loopback only and says that it is open", async () => {
  const { serve } = await startServe();
  await using _ = serve;
  serve.kill("SIGINT");
  const { status, stderr } = await serve.ended;
  assert.equal(status, 0);
  assert.match(stderr, /listens on http:\/\/127\.0\.0\.1:/);
  assert.match(stderr, /OPEN MODE/);
});

for (const host of ["::1", "[::1]"]) {
  Deno.test(`--host ${host} listens there and prints a URL that can be asked`, async () => {
    await using serve = startCli(["serve", "--port", "0", "--host", host]);
    const [, url] = await serve.said(/listens on (http:\/\/\[::1\]:\d+)\n/);
    const { status, stdout, stderr } = await runCli(["ask", "--server", url!, "what time is it"]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^It is \d\d:\d\d on /);
  });
}

Deno.test("a host that cannot be one is a usage error that shows how to write it", async () => {
  for (const host of ["http://127.0.0.1", "127.0.0.1:8000", "[::1"]) {
    const { status, stderr } = await runCli(["serve", "--host", host]);
    assert.equal(status, 2);
    assert.match(stderr, /bad_host/);
    assert.match(stderr, /--port/);
  }
});

Deno.test("host and port may come from variables, and a flag wins over them", async () => {
  const environment = { MCP_HOST: "::1", MCP_PORT: "1", MCP_SERVER_AUTH_KEY: KEY };
  await using serve = startCli(["serve", "--port", "0"], { environment });
  await serve.said(/listens on http:\/\/\[::1\]:\d{2,}\n/);
});

Deno.test("two keys are both accepted, so that keys can be rotated", async () => {
  const { serve, base } = await startServe("--auth-key", "old_key", "--auth-key", "new_key");
  await using _ = serve;
  for (const key of ["old_key", "new_key"]) {
    const { status, stdout } = await runCli(["ask", "--server", base, "what time is it"], {
      environment: { MCP_SERVER_AUTH_KEY: key },
    });
    assert.equal(status, 0);
    assert.match(stdout, /^It is \d\d:\d\d on /);
  }
});

Deno.test('--timezone sets the zone of "local"', async () => {
  const { serve, base } = await startServe("--timezone", "Asia/Kolkata");
  await using _ = serve;
  const { stdout } = await runCli(["ask", "--server", base, "what time is it"]);
  assert.match(stdout, /\(Asia\/Kolkata, UTC\+05:30\)\.\n$/);
});

Deno.test("serve and ask read the key from .env, and the environment overrides it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/.env`, `MCP_SERVER_AUTH_KEY=${KEY}\n`);
    const { serve, base } = await startServe("--auth-key", KEY);
    await using _ = serve;
    const fromFile = await runCli(["ask", "--server", base, "what time is it"], { cwd: folder });
    assert.equal(fromFile.status, 0, fromFile.stderr);
    const environment = { MCP_SERVER_AUTH_KEY: "wrong" };
    const overridden = await runCli(["ask", "--server", base, "what time is it"], {
      cwd: folder,
      environment,
    });
    assert.equal(overridden.status, 4);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SIGTERM ends open streams cleanly and exits with 0, in HTTP+SSE and in 2025", async () => {
  const { serve, base } = await startServe("--auth-key", KEY);
  await using _ = serve;
  await using sse = eventsOf(await fetch(`${base}/sse`, { headers: AUTH }));
  assert.equal((await sse.next()).event, "endpoint");
  const headers = {
    ...AUTH,
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
  };
  const initialized = await fetch(`${base}/mcp`, { method: "POST", headers, body: initialize() });
  await initialized.body?.cancel();
  const session = { ...headers, "Mcp-Session-Id": initialized.headers.get("mcp-session-id")! };
  await (await fetch(`${base}/mcp`, { method: "POST", headers: session, body: INITIALIZED })).body?.cancel();
  await using listening = eventsOf(await fetch(`${base}/mcp`, { headers: session }));

  serve.kill("SIGTERM");
  assert.deepEqual(await Promise.all([sse.ended(), listening.ended()]), [true, true]);
  const { status, stderr } = await serve.ended;
  assert.equal(status, 0);
  assert.match(stderr, /Stopped\./);
});

Deno.test("--version and --help print on stdout", async () => {
  const version = await runCli(["--version"]);
  assert.deepEqual([version.status, version.stderr], [0, ""]);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const help = await runCli(["ask", "--help"], { environment: { MCPDEMO_LANG: "fr" } });
  assert.equal(help.status, 0);
  assert.match(help.stdout, /^Utilisation\u00A0:/);
  assert.match(help.stdout, /--max-steps/);
});

Deno.test("--debug=wire adds headers and bodies, but never the wire view's key or the state's key", async () => {
  const stateKey = "the-key-of-the-state";
  const wireKey = "the-key-of-the-view";
  const flags = ["--auth-key", KEY, "--wire-key", wireKey, "--debug=wire"];
  const { serve, base } = await startServeIn({ MCP_STATE_KEY: stateKey }, ...flags);
  await using _ = serve;
  const path = `/mcp?q=${stateKey}&w=${encodeURIComponent(wireKey).replace("-", "%2D")}`;
  const headers = { ...AUTH, "Mcp-Name": wireKey, "X-Planted": `${stateKey} ${KEY}` };
  await (await fetch(base + path, { headers })).text();
  await serve.said(/x-planted: \*\*\* \*\*\*/);
  await serve.said(/mcp-name: \*\*\*/);
  serve.kill("SIGTERM");
  const { stderr } = await serve.ended;
  for (const key of [stateKey, wireKey, KEY]) assert.ok(!stderr.includes(key), key);
});

Deno.test("--debug shows every client's exchanges as they happen, and no key", async () => {
  const { serve, base } = await startServe("--auth-key", KEY, "--debug", "--wire-size", "0");
  await using _ = serve;
  const headers = {
    ...AUTH,
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
  };
  await (await fetch(`${base}/mcp`, { method: "POST", headers, body: initialize() })).text();
  await serve.said(/initialize, the handshake: agree on a revision/);
  await (await fetch(`${base}/mcp`, { headers: { Authorization: "Bearer wrong-key-0" } })).text();
  await serve.said(/403: the server does not accept this key/);
  serve.kill("SIGTERM");
  const { stderr } = await serve.ended;
  assert.ok(!stderr.includes(KEY));
  assert.ok(!stderr.includes("wrong-key-0"));
  assert.ok(!stderr.includes("Wire view"));
});
