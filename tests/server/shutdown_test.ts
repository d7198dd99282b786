/** Shutdown of a server: no client is cut off. */
import assert from "node:assert/strict";
import { z } from "zod";
import { defineTool } from "../../features/tools/tool.ts";
import { LIMITS } from "../../server/limits.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { KEY, startServer, type TestServer, withTestKey } from "../support/start_server.ts";
import { eventsOf, initialize, messageOf, modern, openSession, post, rpc } from "../support/mcp_requests.ts";

/** A tool that answers when it is released. */
function slowTool() {
  const started = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const tool = defineTool({
    name: "slow",
    title: "Slow",
    description: "Answers when it is let go.",
    inputSchema: z.object({}),
    outputSchema: z.object({ done: z.boolean() }),
    annotations: { readOnlyHint: true },
    async run() {
      started.resolve();
      await letGo.promise;
      return { text: "done", structured: { done: true } };
    },
  });
  return { tool, started: started.promise, letGo: letGo.resolve };
}

const CALL = { name: "slow", arguments: {} };

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`a ${era} call in flight finishes when the server stops, and new connections are refused`, async () => {
    const { tool, started, letGo } = slowTool();
    await using server = startServer({ tools: [tool] });
    const answer = await startCall(era, server);
    await started;
    const stopped = server.stop();
    await refused(server.url);
    letGo();
    const message = await answer();
    assert.deepEqual((message as { result: { structuredContent: unknown } }).result.structuredContent, {
      done: true,
    });
    await stopped;
  });

  Deno.test(`a ${era} call that outlasts the grace time is answered with an error, and its stream ends`, async () => {
    const { tool, started } = slowTool();
    const server = startServer({ tools: [tool] });
    const answer = await startCall(era, server);
    await started;
    const stopped = server.stop(0);
    const { id, error } = await answer() as { id: number; error: { code: number; message: string } };
    assert.deepEqual([id, error.code], [era === "2026" ? 1 : 2, -32000]);
    assert.match(error.message, /ended the call/);
    await stopped;
  });
}

/** Calls the slow tool; what is returned waits for the answer. */
async function startCall(era: string, server: TestServer): Promise<() => Promise<unknown>> {
  if (era === "2026") {
    const response = fetch(server.at("/mcp"), modern("tools/call", CALL));
    return async () => messageOf(await response);
  }
  if (era === "2025") {
    const response = post(server, "/mcp", rpc("tools/call", CALL, 2), await openSession(server));
    return async () => messageOf(await response);
  }
  const events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
  const path = (await events.next()).data;
  await (await post(server, path, initialize())).body?.cancel();
  await events.next();
  await (await post(server, path, rpc("tools/call", CALL, 2))).body?.cancel();
  return async () => {
    const message = JSON.parse((await events.next()).data);
    assert.equal(await events.ended(), true);
    return message;
  };
}

/** Resolves once a new connection is refused. */
async function refused(url: URL): Promise<void> {
  while (true) {
    try {
      (await Deno.connect({ hostname: url.hostname, port: Number(url.port) })).close();
    } catch {
      return;
    }
  }
}

Deno.test("too many concurrent calls with one key are refused as tool errors, another key's calls are not", async () => {
  const { tool, started, letGo } = slowTool();
  await using server = startServer({
    tools: [tool],
    keys: [KEY, "other"],
    limits: { ...LIMITS, callsPerKey: 1 },
  });
  const first = fetch(server.at("/mcp"), modern("tools/call", CALL));
  await started;
  const second = (await messageOf(await fetch(server.at("/mcp"), modern("tools/call", CALL)))).result;
  assert.equal((second as { isError: boolean }).isError, true);
  const { headers, ...call } = modern("tools/call", CALL);
  const foreign = fetch(server.at("/mcp"), {
    ...call,
    headers: { ...headers, Authorization: "Bearer other" },
  });
  letGo();
  for (const answered of [first, foreign]) {
    const { result } = await messageOf(await answered) as { result: { isError?: boolean } };
    assert.equal(result.isError ?? false, false);
  }
});

Deno.test("a call that never ends does not keep the server from stopping", async () => {
  const { tool, started } = slowTool();
  const server = startServer({ tools: [tool] });
  const answer = fetch(server.at("/mcp"), modern("tools/call", CALL)).then(
    (response) => response.body?.cancel(),
    () => {},
  );
  await started;
  await server.stop(10);
  await answer;
});

Deno.test({
  name: "the listener recovers after the process ran out of file descriptors, and open streams survive",
  // The limit is set with the shell's `ulimit`.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using serve = startCli(["serve", "--port", "0"], { openFiles: 64 });
    const [, port] = await serve.said(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
    const base = `http://127.0.0.1:${port}`;
    await using events = eventsOf(await fetch(`${base}/sse`));
    const { data: path } = await events.next();
    const connections: Deno.Conn[] = [];
    while (await connects(connections, Number(port))) assert.ok(connections.length < 1000);
    await serve.said(/listens again/);
    for (const connection of connections.splice(0)) connection.close();
    while (!await connects(connections, Number(port)));
    for (const connection of connections) connection.close();
    const { status, stdout } = await runCli(["ask", "--server", base, "what time is it"]);
    assert.deepEqual([status, stdout.slice(0, 6)], [0, "It is "]);
    const headers = { "Content-Type": "application/json" };
    const posted = await fetch(new URL(path, base), { method: "POST", headers, body: rpc("ping") });
    await posted.body?.cancel();
    assert.deepEqual(JSON.parse((await events.next()).data), { jsonrpc: "2.0", id: 1, result: {} });
  },
});

/** Tries to open one more connection. */
async function connects(connections: Deno.Conn[], port: number): Promise<boolean> {
  try {
    connections.push(await Deno.connect({ hostname: "127.0.0.1", port }));
    return true;
  } catch {
    return false;
  }
}
