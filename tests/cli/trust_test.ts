/**
 * Custom certificate authorities and proxies, for the MCP server and the model endpoint, with real
 * TLS on real sockets.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TOOLS } from "../../features/tools/mod.ts";
import { startProxy } from "../support/proxy.ts";
import { runCli } from "../support/run_cli.ts";
import { KEY, startServer } from "../support/start_server.ts";

const fixture = (name: string) => fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url));
const CA_FILE = fixture("ca.pem");

/** The MCP server and a model endpoint behind one TLS server, as behind a reverse proxy. */
async function startTls() {
  const server = startServer();
  const paths: string[] = [];
  const tls = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    cert: await Deno.readTextFile(fixture("server.pem")),
    key: await Deno.readTextFile(fixture("server.key")),
    onListen() {},
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    paths.push(pathname);
    if (pathname.startsWith("/v1/")) return await model(request);
    const { method, headers, body } = request;
    const inner = new Headers(headers);
    inner.set("host", server.url.host);
    return await fetch(new URL(pathname + search, server.url), { method, headers: inner, body });
  });
  return {
    port: tls.addr.port,
    paths,
    async [Symbol.asyncDispose]() {
      await tls.shutdown();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A model that calls the first tool once, then answers with the tool's result. */
async function model(request: Request): Promise<Response> {
  const { messages, tools } = await request.json();
  const result = messages.at(-1).role === "tool" ? messages.at(-1).content : undefined;
  const call = { id: "a", type: "function", function: { name: tools[0].function.name, arguments: "{}" } };
  const message = result ? { content: `It is ${result.match(/\d\d:\d\d/)[0]}.` } : { tool_calls: [call] };
  return Response.json({ choices: [{ message, finish_reason: "stop" }] });
}

const ask = (origin: string, environment: Record<string, string>, ...flags: string[]) =>
  runCli(["ask", "--server", origin, "--auth-key", KEY, "--no-stream", ...flags, "what time is it"], {
    environment: { API_URL: `${origin}/v1`, ...environment },
    readable: [CA_FILE],
  });

Deno.test("the tool that the model of these tests calls exists", () => {
  assert.equal(TOOLS[0]?.name, "get_current_time");
});

Deno.test("--ca-file makes the MCP client and the model client trust a custom authority", async () => {
  await using tls = await startTls();
  const { status, stdout, stderr } = await ask(`https://localhost:${tls.port}`, {}, "--ca-file", CA_FILE);
  assert.deepEqual([status, stdout], [0, "It is 14:05.\n"], stderr);
  assert.ok(tls.paths.includes("/mcp") && tls.paths.includes("/v1/chat/completions"));
});

Deno.test("DENO_CERT makes both trust a custom authority", async () => {
  await using tls = await startTls();
  const { status, stdout, stderr } = await ask(`https://localhost:${tls.port}`, { DENO_CERT: CA_FILE });
  assert.deepEqual([status, stdout], [0, "It is 14:05.\n"], stderr);
});

Deno.test("without the authority, both reject the certificate: exit statuses 3 and 6", async () => {
  await using tls = await startTls();
  await using plain = startServer();
  const origin = `https://localhost:${tls.port}`;
  const mcp = await ask(origin, {});
  assert.equal(mcp.status, 3, mcp.stderr);
  assert.match(mcp.stderr, /UnknownIssuer|certificate/i);
  const ofModel = await ask(plain.url.origin, { API_URL: `${origin}/v1` });
  assert.equal(ofModel.status, 6, ofModel.stderr);
  assert.match(ofModel.stderr, /UnknownIssuer|certificate/i);
});

Deno.test("both connect through HTTPS_PROXY, which sees only host names; loopback bypasses it", async () => {
  await using tls = await startTls();
  await using proxy = startProxy(tls.port);
  const environment = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
  // Only the proxy can resolve this name.
  const far = await ask(
    `https://mcp.test:${tls.port}`,
    {
      ...environment,
      API_URL: `https://model.test:${tls.port}/v1`,
    },
    "--ca-file",
    CA_FILE,
  );
  assert.deepEqual([far.status, far.stdout], [0, "It is 14:05.\n"], far.stderr);
  assert.deepEqual(
    new Set(proxy.asked),
    new Set([`CONNECT mcp.test:${tls.port} HTTP/1.1`, `CONNECT model.test:${tls.port} HTTP/1.1`]),
  );
  const before = proxy.asked.length;
  const near = await ask(`https://localhost:${tls.port}`, environment, "--ca-file", CA_FILE);
  assert.deepEqual([near.status, proxy.asked.length], [0, before], near.stderr);
});

for (
  const [name, path] of [["that is missing", fixture("nothing.pem")], [
    "that is no PEM",
    fixture("README.md"),
  ]]
) {
  Deno.test(`--ca-file with ${name}: exit status 2, and the error names the file`, async () => {
    for (const command of [["ask", "hi"], ["tools"], ["models"]]) {
      const { status, stderr } = await runCli([...command, "--ca-file", path!], { readable: [path!] });
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^Error ca_file_unreadable .*PEM|^Error ca_file_unreadable .*No such file/m);
      assert.ok(stderr.includes(path!));
    }
  });
}
