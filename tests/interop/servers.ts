/** Our connect code against third-party servers. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Child, freePort, startChild } from "../support/child.ts";
import { startV1Sdk } from "../conformance/http_sse/v1_sdk_server.ts";
import { npmTools } from "../support/npm_tools.ts";
import { reach } from "../support/connect_client.ts";

interface Call {
  readonly era: string;
  readonly tool: string;
  readonly arguments: Record<string, unknown>;
  readonly answer: RegExp;
}

async function listAndCall(server: URL, call: Call): Promise<void> {
  await using reached = await reach(server);
  const { client, era } = reached.connection;
  assert.equal(era, call.era);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  assert.ok(names.includes(call.tool), names.join(", "));
  assert.match(await reached.call(call.tool, call.arguments), call.answer);
}

async function startEverything(transport: string, port: number): Promise<Child> {
  const { node, file } = await npmTools();
  const entry = file("@modelcontextprotocol/server-everything", "dist/index.js");
  const child = startChild(node, [entry, transport], { env: { PORT: String(port) } });
  await child.said(new RegExp(`port ${port}`));
  return child;
}

const ECHO = { tool: "echo", arguments: { message: "hello" }, answer: /hello/ };

Deno.test("server-everything over Streamable HTTP", async () => {
  const port = freePort();
  await using _server = await startEverything("streamableHttp", port);
  await listAndCall(new URL(`http://127.0.0.1:${port}`), { ...ECHO, era: "2025" });
});

Deno.test("server-everything over HTTP+SSE, found from its base URL", async () => {
  const port = freePort();
  await using _server = await startEverything("sse", port);
  await listAndCall(new URL(`http://127.0.0.1:${port}`), { ...ECHO, era: "2024" });
});

Deno.test("the v1 SDK's HTTP+SSE server", async () => {
  await using server = await startV1Sdk();
  await listAndCall(server.sse, { era: "2024", tool: "add", arguments: { a: 2, b: 40 }, answer: /^42$/ });
});

/** The file is written next to the package, since the project does not depend on it. */
const FASTMCP_SERVER = `
import { FastMCP } from "fastmcp";
import { z } from "zod";
const server = new FastMCP({ name: "fastmcp", version: "1.0.0" });
server.addTool({
  name: "add",
  description: "Adds.",
  parameters: z.object({ a: z.number(), b: z.number() }),
  execute: async ({ a, b }) => String(a + b),
});
await server.start({ transportType: "httpStream", httpStream: { port: Number(process.env.PORT) } });
console.log("listening");
`;

for (const [path, era] of [["/mcp", "2025"], ["/sse", "2024"]] as const) {
  Deno.test(`fastmcp at ${path}`, async () => {
    const { node, file } = await npmTools();
    const port = freePort();
    const script = join(file("fastmcp", ".."), `mcpdemo-fastmcp-${port}.mjs`);
    await Deno.writeTextFile(script, FASTMCP_SERVER);
    try {
      await using server = startChild(node, [script], { env: { PORT: String(port) } });
      await server.said(/listening/);
      const url = new URL(path, `http://127.0.0.1:${port}`);
      await listAndCall(url, { era, tool: "add", arguments: { a: 2, b: 40 }, answer: /^42$/ });
    } finally {
      await Deno.remove(script);
    }
  });
}
