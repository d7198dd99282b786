/**
 * Third-party clients against our server, with the bearer header. The SDKs' clients are in
 * `server/clients_test.ts`.
 */
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { TOOLS } from "../../features/tools/mod.ts";
import { runChild } from "../support/child.ts";
import { type NpmTools, npmTools } from "../support/npm_tools.ts";
import { KEY, startServer } from "../support/start_server.ts";

const NAMES = TOOLS.map(({ name }) => name);
const TOKYO = "2026-07-28T21:05:09+09:00";

async function inspect({ node, file }: NpmTools, args: readonly string[]): Promise<Record<string, unknown>> {
  const inspector = file("@modelcontextprotocol/inspector", "clients/launcher/build/index.js");
  const home = await Deno.makeTempDir();
  try {
    // The inspector keeps a catalogue in the home folder.
    const env = { HOME: home, NO_COLOR: "1" };
    const { status, stdout, stderr } = await runChild(node, [inspector, "--cli", ...args], { env });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

for (const [transport, path] of [["sse", "/sse"], ["http", "/mcp"]] as const) {
  Deno.test(`the inspector lists and calls over ${transport}`, async () => {
    const tools = await npmTools();
    await using server = startServer();
    const target = [
      server.at(path).href,
      "--transport",
      transport,
      "--header",
      `Authorization: Bearer ${KEY}`,
    ];

    const { tools: listed } = await inspect(tools, [...target, "--method", "tools/list"]);
    assert.deepEqual((listed as { name: string }[]).map(({ name }) => name), NAMES);

    const call = [
      "--method",
      "tools/call",
      "--tool-name",
      "get_current_time",
      "--tool-arg",
      "timezone=Asia/Tokyo",
    ];
    const { structuredContent } = await inspect(tools, [...target, ...call]);
    assert.equal((structuredContent as { iso: string }).iso, TOKYO);

    const era = transport === "sse" ? "2024" : "2025";
    assert.ok(server.log.some((entry) => entry.era === era), `it speaks the era ${era}`);
  });
}

for (const [strategy, path, era] of [["sse-only", "/sse", "2024"], ["http-only", "/mcp", "2025"]] as const) {
  Deno.test({
    name: `mcp-remote bridges to us by ${strategy}`,
    // The SDK's stdio transport leaves the timer running after which it would have killed its child
    // process.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { node, file } = await npmTools();
      await using server = startServer();
      const home = await Deno.makeTempDir();
      const bridge = new StdioClientTransport({
        command: node,
        args: [
          file("mcp-remote", "dist/proxy.js"),
          server.at(path).href,
          ...["--transport", strategy, "--header", `Authorization: Bearer ${KEY}`],
        ],
        // mcp-remote stores what it knows about servers in the home folder.
        env: { HOME: home, MCP_REMOTE_CONFIG_DIR: home },
        stderr: "ignore",
      });
      const client = new Client({ name: "interop", version: "1.0.0" });
      try {
        await client.connect(bridge);
        const { tools } = await client.listTools();
        assert.deepEqual(tools.map(({ name }: { name: string }) => name), NAMES);
        const asked = { name: "get_current_time", arguments: { timezone: "Asia/Tokyo" } };
        const { structuredContent } = await client.callTool(asked);
        assert.equal((structuredContent as { iso: string }).iso, TOKYO);
        assert.ok(server.log.some((entry) => entry.era === era), `it speaks the era ${era}`);
      } finally {
        await client.close();
        await Deno.remove(home, { recursive: true });
      }
    },
  });
}
