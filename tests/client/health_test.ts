/** `health` on servers of each kind: up, not up, and not MCP servers at all. */
import assert from "node:assert/strict";
import { type FakeServer, type Handler, nothing, sane, startFakeServer } from "../support/fake_mcp_server.ts";
import { runCli } from "../support/run_cli.ts";
import { startServer } from "../support/start_server.ts";

const check = (server: { readonly url: string } | string, ...args: string[]) =>
  runCli(["health", "--server", typeof server === "string" ? server : server.url, ...args]);

const isHealthz = (request: Request) => new URL(request.url).pathname === "/healthz";

/** A server with a page `/healthz` of its own, which speaks MCP with sessions as well. */
function withHealthz(page: () => Response | Promise<Response>): FakeServer {
  return startFakeServer((request, message) => isHealthz(request) ? page() : sane("2025", request, message));
}

const always = (answer: () => Response | Promise<Response>): Handler => () => answer();

Deno.test("a server that answers /healthz is up, and is asked nothing else", async () => {
  await using server = withHealthz(() => Response.json({ status: "ok" }));
  const { status, stdout, stderr } = await check(`${server.url}mcp`);
  assert.deepEqual([status, stderr, server.asked], [0, "", ["GET /healthz"]]);
  assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/healthz is up: it answered after \d+ ms\.\n$/);
});

for (const era of ["2026", "2025"] as const) {
  Deno.test(`a server of ${era} without /healthz is connected to`, async () => {
    await using server = startFakeServer((request, message) =>
      isHealthz(request) ? nothing(404) : sane(era, request, message)
    );
    await assertConnected(server, era);
  });
}

Deno.test("a server of HTTP+SSE is connected to", async () => {
  await using server = await startServer({ keys: ["a-key"] });
  await assertConnected({ url: server.at("/sse").href }, "2024", "--era", "2024", "--auth-key", "a-key");
});

async function assertConnected(server: { readonly url: string }, era: string, ...args: string[]) {
  const { status, stdout, stderr } = await check(server, ...args);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(
    stdout,
    new RegExp(
      `/(mcp|sse) is up: .+ speaks MCP, ${era} era \\(revision 20[-\\d]+\\), connected after \\d+ ms`,
    ),
  );
  const json = await check(server, "--json", ...args);
  const { url, checkedBy, milliseconds, title, era: spoken, revision, ...rest } = JSON.parse(json.stdout);
  assert.deepEqual([json.status, checkedBy, spoken, rest], [0, "mcp", era, {}]);
  assert.deepEqual([url, title, revision].map((each) => typeof each), ["string", "string", "string"]);
  assert.ok(Number.isInteger(milliseconds));
}

const PAGES: Record<string, () => Response | Promise<Response>> = {
  "a page of HTML": () => new Response("<p>", { headers: { "content-type": "text/html" } }),
  "405": () => nothing(405),
  "503": () => nothing(503),
  "401": () => nothing(401),
  "a redirect": () => new Response(null, { status: 302, headers: { location: "/login" } }),
  "JSON of another program": () => Response.json({ status: "degraded" }),
  "JSON null": () => Response.json(null),
  "JSON that is broken": () => new Response("{", { headers: { "content-type": "application/json" } }),
  "megabytes": () => Response.json({ status: "ok", filler: "x".repeat(3_000_000) }),
};

for (const [name, page] of Object.entries(PAGES)) {
  Deno.test(`an MCP server whose /healthz answers ${name} is up`, async () => {
    await using server = withHealthz(page);
    const { status, stdout } = await check(server, "--json");
    assert.deepEqual([status, JSON.parse(stdout).checkedBy], [0, "mcp"]);
  });
}

Deno.test("/healthz says nothing about another path or about one era", async () => {
  await using server = withHealthz(() => Response.json({ status: "ok" }));
  const path = await check(`${server.url}tools/mcp`, "--json");
  assert.equal(JSON.parse(path.stdout).checkedBy, "mcp");
  const era = await check(server, "--era", "2025", "--json");
  assert.equal(JSON.parse(era.stdout).checkedBy, "mcp");
});

const REFUSALS: Record<string, readonly [answer: () => Response, status: number, code: string]> = {
  "a web page": [
    () => new Response("<p>Welcome</p>", { headers: { "content-type": "text/html" } }),
    5,
    "not_an_mcp_server",
  ],
  "a key that is missing": [() => nothing(401), 4, "mcp_key_missing"],
  "a server that fails": [() => new Response("out of memory", { status: 500 }), 5, "mcp_error"],
};

for (const [name, [answer, exitStatus, code]] of Object.entries(REFUSALS)) {
  Deno.test(`${name} is not up, and the error is that of the connection`, async () => {
    await using server = startFakeServer(always(answer));
    const { status, stdout } = await check(server, "--json");
    const { error } = JSON.parse(stdout);
    assert.deepEqual([status, error.code], [exitStatus, code]);
    const plain = await check(server);
    assert.deepEqual([plain.status, plain.stdout], [exitStatus, ""]);
    assert.ok(plain.stderr.includes(server.url), plain.stderr);
  });
}

Deno.test("a closed port is not up", async () => {
  const { status, stdout, stderr } = await check("http://127.0.0.1:1", "--json");
  assert.deepEqual([status, JSON.parse(stdout).error.code], [3, "mcp_unreachable"]);
  assert.match(stderr, /127\.0\.0\.1:1/);
});

Deno.test("a server that stays silent is given up after --timeout, and named", async () => {
  const { promise: never, resolve } = Promise.withResolvers<Response>();
  await using server = startFakeServer(always(() => never));
  const { status, stderr } = await check(server, "--timeout", "4");
  assert.equal(status, 10);
  assert.match(
    stderr,
    /waiting for http:\/\/127\.0\.0\.1:\d+\/mcp to answer server\/discover: no HTTP answer came in \d\.\d s/,
  );
  resolve(nothing(204));
});

Deno.test("a page /healthz that hangs does not hide a server that answers", async () => {
  const { promise: never, resolve } = Promise.withResolvers<Response>();
  await using server = withHealthz(() => never);
  const { status, stdout } = await check(server, "--timeout", "4", "--json");
  assert.deepEqual([status, JSON.parse(stdout).checkedBy], [0, "mcp"]);
  resolve(nothing(204));
});
