/** The record of the traffic is bounded in memory, whatever clients send: a server with a small heap lives on. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { freePort, startChild } from "../support/child.ts";
import { modern, rpc } from "../support/mcp_requests.ts";
import { KEY, withTestKey } from "../support/start_server.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../deno.product.json", import.meta.url));
const MIB = 1024 * 1024;
const REQUESTS = 200;

/** Texts of 3 MiB in every place of a request from which the record keeps something. */
const LARGE: Readonly<Record<string, (large: string) => RequestInit>> = {
  "in an argument": (large) => modern("tools/call", { name: "get_current_time", arguments: { x: large } }),
  "in the name of a method": (large) => ({ ...modern("ping"), body: rpc(large) }),
  "in an id": (large) => ({
    ...modern("ping"),
    body: JSON.stringify({ jsonrpc: "2.0", id: large, method: "ping" }),
  }),
  "in the client's name": (large) => ({
    ...modern("ping"),
    body: rpc("initialize", { clientInfo: { name: large, version: "1" } }),
  }),
  "as text that is not JSON": (large) => ({ ...modern("ping"), body: large }),
};

for (const [place, request] of Object.entries(LARGE)) {
  Deno.test(`a server with a heap of 96 MiB outlives ${REQUESTS} requests with 3 MiB ${place}`, async () => {
    const port = freePort();
    const flags = ["--quiet", "--no-prompt", "--config", CONFIG, "-A", "--v8-flags=--max-old-space-size=96"];
    const serve = ["serve", "--auth-key", KEY, "--port", String(port)];
    await using child = startChild(Deno.execPath(), ["run", ...flags, MAIN, ...serve]);
    await child.said(/Ctrl-C/);
    for (let index = 0; index < REQUESTS; index++) {
      const answer = await fetch(`http://127.0.0.1:${port}/mcp`, request(`${index}`.padStart(3 * MIB, "x")));
      await answer.text();
    }
    // The page asks for everything that was kept.
    const events = await fetch(`http://127.0.0.1:${port}/wire/events`, { headers: withTestKey() });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    let shown = 0;
    let text = "";
    while (shown < 50) {
      const { done, value } = await reader.read();
      assert.ok(!done);
      text += value;
      const parts = text.split("\n\n");
      text = parts.pop()!;
      shown += parts.filter((part) => part.startsWith("data:")).length;
    }
    await reader.cancel();
  });
}
