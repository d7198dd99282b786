/** `serve --workers`: threads on one port, as a process. Linux only, as the flag itself. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { initialize, JSON_HEADERS, messageOf, modern } from "../support/mcp_requests.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { KEY, withTestKey } from "../support/start_server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const isLinux = Deno.build.os === "linux";
const story = (name: string, fn: () => Promise<void>) => Deno.test({ name, fn, ignore: !isLinux });

async function startThreads(...flags: string[]) {
  const cli = startCli(["serve", "--auth-key", KEY, "--port", "0", ...flags], { readable: [ROOT] });
  const [, port] = await cli.said(/listens on \S+:(\d+)/);
  return { cli, port: Number(port), at: (path: string) => `http://127.0.0.1:${port}${path}` };
}

/** How many sockets listen on a port (proc(5), `/proc/net/tcp`). */
async function listeners(port: number): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`;
  return (await Deno.readTextFile("/proc/net/tcp")).split("\n").filter((line) => line.includes(local)).length;
}

/** On a connection of its own, so that any thread may get it. */
function send(url: string, request: RequestInit): Promise<Response> {
  const headers = { ...request.headers as Record<string, string>, Connection: "close" };
  return fetch(url, { ...request, headers });
}

story("each thread listens on the port, and answers calls of MCP 2026-07-28", async () => {
  const { cli, port, at } = await startThreads("--workers", "3");
  await using _cli = cli;
  assert.equal(await listeners(port), 3);
  const call = modern("tools/call", { name: "get_current_time", arguments: {} });
  for (let count = 0; count < 24; count++) {
    const { result } = await messageOf(await send(at("/mcp"), call)) as { result: { resultType: string } };
    assert.equal(result.resultType, "complete");
  }
  const discovered = await messageOf(await send(at("/mcp"), modern("server/discover")));
  assert.deepEqual((discovered.result as { supportedVersions: unknown }).supportedVersions, ["2026-07-28"]);
});

story("the threads together run no more calls of a key than one server would", async () => {
  const { cli, at } = await startThreads("--workers", "3");
  await using _cli = cli;
  const call = modern("tools/call", { name: "countdown", arguments: { seconds: 600 } });
  const leave = new AbortController();
  const { signal } = leave;
  const responses = await Promise.all(
    Array.from({ length: 48 }, () => send(at("/mcp"), { ...call, signal })),
  );
  // A call that runs gets a stream after a while; one that is refused is answered at once.
  const running = responses.filter(({ headers }) => headers.get("content-type") === "text/event-stream");
  const refused = responses.filter((response) => !running.includes(response));
  assert.deepEqual([running.length, refused.length], [16, 32]);
  for (const response of refused) {
    assert.equal((await messageOf(response) as { result: { isError: boolean } }).result.isError, true);
  }
  leave.abort();
});

story("a form that one thread sent is answered through any other", async () => {
  const { cli, at } = await startThreads("--workers", "4");
  await using _cli = cli;
  const planning = (params: Record<string, unknown>) => {
    const request = modern("tools/call", {
      name: "plan_meeting",
      arguments: { timezones: ["Europe/Paris"] },
      ...params,
    });
    return {
      ...request,
      body: request.body.replace('lientCapabilities":{}', 'lientCapabilities":{"elicitation":{"form":{}}}'),
    };
  };
  const asked = await messageOf(await send(at("/mcp"), planning({})));
  const { requestState } = asked.result as { requestState: string };
  const inputResponses = {
    form: { action: "accept", content: { date: "2026-08-03", duration_minutes: 60 } },
  };
  for (let count = 0; count < 12; count++) {
    const { result } = await messageOf(await send(at("/mcp"), planning({ requestState, inputResponses })));
    assert.ok((result as { structuredContent?: unknown }).structuredContent);
  }
});

story("the eras with sessions are refused, with the revision to use", async () => {
  const { cli, at } = await startThreads("--workers", "2");
  await using _cli = cli;
  const headers = withTestKey(JSON_HEADERS);
  const refused = await fetch(at("/mcp"), { method: "POST", headers, body: initialize("2025-11-25") });
  assert.equal(refused.status, 400);
  const { error, id } = await refused.json();
  assert.deepEqual([error.code, error.data, id], [
    -32022,
    { supported: ["2026-07-28"], requested: "2025-11-25" },
    1,
  ]);
  for (const [path, method] of [["/sse", "GET"], ["/messages/?session_id=1", "POST"]] as const) {
    const response = await fetch(at(path), { method, headers });
    assert.equal(response.status, 404);
    assert.match((await response.json()).message, /--workers/);
  }
  assert.deepEqual((await (await fetch(at("/"))).json()).eras, ["2026-07-28"]);
});

story("asked to stop, the threads finish their calls, and the process ends in order", async () => {
  const { cli, at } = await startThreads("--workers", "2");
  await using _cli = cli;
  const call = modern("tools/call", { name: "countdown", arguments: { seconds: 1 } });
  const calls = Array.from({ length: 8 }, () => send(at("/mcp"), call));
  // Each has begun: after a while without an answer, a call gets a stream.
  const responses = await Promise.all(calls);
  cli.kill("SIGTERM");
  for (const response of responses) {
    assert.ok((await messageOf(response) as { result?: unknown }).result);
  }
  const { status, stderr } = await cli.ended;
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Stopped\.\n$/);
});

story("a port that somebody uses is not shared with a stranger", async () => {
  const { cli, port } = await startThreads("--workers", "2");
  await using _cli = cli;
  const second = ["serve", "--auth-key", KEY, "--port", String(port), "--workers", "2"];
  const { status, stderr } = await runCli(second, { readable: [ROOT] });
  assert.equal(status, 2);
  assert.match(stderr, /^Error port_taken/m);
});

story("without the permission to read its modules, and with --debug, serve refuses threads", async () => {
  const threads = ["serve", "--auth-key", KEY, "--port", "0", "--workers", "2"];
  const unreadable = await runCli(threads);
  assert.match(
    unreadable.stderr,
    /Error workers_unavailable \(exit status 2\): .* may not read its own modules/,
  );
  const debugged = await runCli([...threads, "--debug"], { readable: [ROOT] });
  assert.match(debugged.stderr, /Error workers_unavailable \(exit status 2\): .*--debug/);
});
