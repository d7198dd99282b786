/** Ctrl-C: the first cancels the running call, the second exits. */
import assert from "node:assert/strict";
import { z } from "zod";
import { defineTool } from "../../features/tools/tool.ts";
import { runAsk } from "../support/run_ask.ts";
import { startCli } from "../support/run_cli.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** A tool that runs until it is cancelled, and reports each run. */
function endlessTool(onRun: (run: number) => void) {
  let runs = 0;
  const cancelled = Promise.withResolvers<void>();
  const tool = defineTool({
    name: "endless",
    title: "Endless",
    description: "Never answers.",
    inputSchema: z.object({}),
    outputSchema: z.object({}),
    annotations: { readOnlyHint: true },
    async run(_args, { signal }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve());
      onRun(++runs);
      await promise;
      cancelled.resolve();
      return { error: "cancelled" };
    },
  });
  return { tool, cancelled: cancelled.promise };
}

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`${era}: a cancelled call ends on the server, and the model is notified`, async () => {
    const controller = new AbortController();
    const { tool, cancelled } = endlessTool(() => controller.abort("cancelled by the user"));
    await using server = startServer({ tools: [tool] });
    await using model = startScriptedModel([calls(["endless", {}]), text("never mind")]);
    const { status, stdout, stderr } = await runAsk("wait", {
      flags: { servers: [server.url.href], authKey: [KEY], era: [era] },
      environment: { API_URL: model.url, API_KEY: "k" },
      cancellable: (work) => work(controller.signal),
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "never mind\n");
    assert.equal(model.asked[1]?.messages.at(-1)?.content, "Error: cancelled by the user");
    assert.match(stderr, /^Cancelled: endless/m);
    await cancelled;
  });
}

Deno.test("the first Ctrl-C cancels the call, the second exits with 130", async () => {
  const running = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { tool } = endlessTool((run) => running[run - 1]!.resolve());
  await using server = startServer({ tools: [tool] });
  await using model = startScriptedModel([calls(["endless", {}]), calls(["endless", {}]), text("no")]);
  await using cli = startCli(["ask", "--server", server.url.href, "--auth-key", KEY, "wait"], {
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  await running[0]!.promise;
  cli.kill("SIGINT");
  await running[1]!.promise;
  assert.equal(model.asked[1]?.messages.at(-1)?.content, "Error: cancelled by the user");
  // Immediately after the first it would count as its echo, which `deno task` produces.
  const again = setInterval(() => cli.kill("SIGINT"), 50);
  const { status } = await cli.ended.finally(() => clearInterval(again));
  assert.equal(status, 130);
});

Deno.test("SIGTERM exits immediately, even while a call runs", async () => {
  const running = Promise.withResolvers<void>();
  const { tool } = endlessTool(() => running.resolve());
  await using server = startServer({ tools: [tool] });
  await using model = startScriptedModel([calls(["endless", {}])]);
  await using cli = startCli(["ask", "--server", server.url.href, "--auth-key", KEY, "wait"], {
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  await running.promise;
  cli.kill("SIGTERM");
  assert.equal((await cli.ended).status, 130);
});
