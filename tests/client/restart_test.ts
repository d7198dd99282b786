/**
 * A client survives a restart of its server: it opens a new session and resends what was not sent.
 */
import assert from "node:assert/strict";
import { defineTool, type Tool } from "../../features/tools/tool.ts";
import { z } from "zod";
import { sane, startFakeServer } from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { startCuttable } from "../support/cuttable.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { startServer } from "../support/start_server.ts";

/** A real server that can be stopped and restarted on its port, which loses its sessions. */
function restartable(tools: readonly Tool[]) {
  let server = startServer({ keys: [], tools });
  const earlier: string[] = [];
  const logged = () =>
    server.log.flatMap(({ rpcMethod, status }) => rpcMethod ? [`${rpcMethod} ${status}`] : []);
  return {
    url: server.url.origin,
    get log() {
      return [...earlier, ...logged()];
    },
    stop: () => server.stop(0),
    start() {
      earlier.push(...logged());
      server = startServer({ keys: [], tools, port: Number(server.url.port) });
    },
    [Symbol.asyncDispose]: () => server.stop(0),
  };
}

/** A tool that counts its runs; with `hangsFirst` the first run waits until it is aborted. */
function countingTool(hints: Tool["annotations"], onFirst?: () => void) {
  const runs: number[] = [];
  const tool = defineTool({
    name: "count",
    title: "Count",
    description: "Counts.",
    inputSchema: z.object({}),
    outputSchema: z.object({ runs: z.number() }),
    annotations: hints,
    async run(_args, { signal }) {
      runs.push(runs.length + 1);
      if (runs.length === 1 && onFirst) {
        onFirst();
        const { promise, resolve } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => resolve());
        await promise;
      }
      return { text: `run ${runs.length}`, structured: { runs: runs.length } };
    },
  });
  return { tool, runs };
}

/** Runs `act` before the model is asked for the `question`th time. */
function before(modelUrl: string, question: number, act: () => Promise<void>): typeof fetch {
  let asked = 0;
  return async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (url.startsWith(modelUrl) && ++asked === question) await act();
    return await fetch(input, init);
  };
}

const TWO_CALLS = [calls(["count", {}]), calls(["count", {}]), text("done")];
const results = (model: { asked: readonly { messages: readonly { role: string; content: unknown }[] }[] }) =>
  model.asked.at(-1)!.messages.filter(({ role }) => role === "tool").map(({ content }) => content);

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`${era}: after a restart between two calls, the server receives the second call once`, async () => {
    const { tool, runs } = countingTool({});
    await using server = restartable([tool]);
    await using model = startScriptedModel(TWO_CALLS);
    const { status, stderr } = await runAsk("count", {
      flags: { servers: [server.url], era: [era] },
      environment: { API_URL: model.url, API_KEY: "k" },
      fetch: before(model.url, 2, async () => {
        await server.stop();
        server.start();
      }),
    });
    assert.equal(status, 0, stderr);
    assert.deepEqual(results(model), ["run 1", "run 2"]);
    assert.deepEqual(runs, [1, 2]);
    if (era === "2026") return;
    assert.match(stderr, /lost the connection to .* and connects again/);
    assert.match(stderr, /is connected to http.* again/);
    const again = server.log.map((line) => line.replace(/ \d+$/, ""));
    assert.deepEqual(again.slice(again.lastIndexOf("initialize")), [
      "initialize",
      "notifications/initialized",
      "tools/list",
      "tools/call",
    ]);
  });

  Deno.test(`${era}: the client waits for a server that is down for a while, with back-off`, async () => {
    const { tool, runs } = countingTool({});
    await using server = restartable([tool]);
    await using model = startScriptedModel(TWO_CALLS);
    const waited: number[] = [];
    const { status, stderr } = await runAsk("count", {
      flags: { servers: [server.url], era: [era] },
      environment: { API_URL: model.url, API_KEY: "k" },
      fetch: before(model.url, 2, server.stop),
      wait: (ms) => {
        // The 2025 transport also waits before it reopens its stream.
        if (ms < 1_000 && waited.push(ms) === 3) server.start();
        return Promise.resolve();
      },
    });
    assert.equal(status, 0, stderr);
    assert.deepEqual(waited, [100, 200, 400]);
    assert.deepEqual(runs, [1, 2]);
  });

  Deno.test(`${era}: a server that stays down ends the run with exit status 3`, async () => {
    const { tool } = countingTool({});
    const server = restartable([tool]);
    await using model = startScriptedModel(TWO_CALLS);
    const { status, error } = await runAsk("count", {
      flags: { servers: [server.url], era: [era] },
      environment: { API_URL: model.url, API_KEY: "k" },
      fetch: before(model.url, 2, server.stop),
    });
    assert.equal(status, 3);
    assert.equal(error?.code, "mcp_unreachable");
  });

  for (const hints of [{}, { readOnlyHint: true }, { idempotentHint: true }]) {
    const [hint] = Object.keys(hints);
    const what = hint ? `marked ${hint} is repeated, once` : "is told the model as of unknown outcome";
    Deno.test(`${era}: a call that was interrupted ${what}`, async () => {
      const cut = Promise.withResolvers<void>();
      const { tool, runs } = countingTool(hints, () => cut.resolve());
      await using server = restartable([tool]);
      await using way = startCuttable(Number(new URL(server.url).port));
      await using model = startScriptedModel([calls(["count", {}]), text("done")]);
      const restarted = cut.promise.then(way.answered).then(async () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        way.cut(promise);
        await server.stop();
        server.start();
        resolve();
      });
      const { status, stderr } = await runAsk("count", {
        flags: { servers: [way.url.origin], era: [era] },
        environment: { API_URL: model.url, API_KEY: "k" },
      });
      await restarted;
      assert.equal(status, 0, stderr);
      if (hint) {
        assert.deepEqual(results(model), ["run 2"]);
        assert.match(stderr, /did not answer the call of count/);
      } else {
        assert.match(String(results(model)[0]), /^Error: outcome unknown: /);
      }
      assert.equal(runs.length, hint ? 2 : 1);
    });
  }
}

for (const era of ["2024", "2025", "2026"] as const) {
  Deno.test(`${era}: concurrent calls after a restart are each sent once, on one new session`, async () => {
    const { tool, runs } = countingTool({});
    await using server = restartable([tool]);
    await using model = startScriptedModel([
      calls(["count", {}]),
      calls(["count", {}], ["count", {}], ["count", {}]),
      text("done"),
    ]);
    const { status, stderr } = await runAsk("count", {
      flags: { servers: [server.url], era: [era] },
      environment: { API_URL: model.url, API_KEY: "k" },
      fetch: before(model.url, 2, async () => {
        await server.stop();
        server.start();
      }),
    });
    assert.equal(status, 0, stderr);
    assert.equal(runs.length, 4);
    assert.ok(results(model).every((result) => String(result).startsWith("run ")), String(results(model)));
  });
}

Deno.test("a server that forgets each session immediately is reported as such, not with a raw body", async () => {
  await using server = startFakeServer((request, message) => {
    const isHandshake = ["initialize", "notifications/initialized", "server/discover"].includes(
      message.method ?? "",
    );
    if (isHandshake || request.method !== "POST") return sane("2025", request, message);
    const error = { code: -32001, message: "Session not found" };
    return Response.json({ jsonrpc: "2.0", id: null, error }, { status: 404 });
  });
  const { status, error } = await runAsk("count", { flags: { servers: [server.url] } });
  assert.deepEqual([status, error?.code], [5, "mcp_session_refused"]);
  assert.equal(error?.data.detail, "HTTP 404 Not Found: Session not found");
});

Deno.test("a session that is lost at every call is reported, with the statement that the tool has not run", async () => {
  await using server = startFakeServer((request, message) =>
    message.method === "tools/call"
      ? new Response("Session not found", { status: 404 })
      : sane("2025", request, message)
  );
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const { status, error } = await runAsk("count", {
    flags: { servers: [server.url], yes: true },
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  assert.deepEqual([status, error?.code], [5, "mcp_session_refused"]);
});
