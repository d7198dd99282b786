/** What is not the answer to a call: the outcome is unknown, or the server says that it stops, or that it failed. */
import assert from "node:assert/strict";
import { answered, complete, sane, startFakeServer, toolNamed } from "../support/fake_mcp_server.ts";
import { runCli } from "../support/run_cli.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

const BODIES: Record<string, string> = {
  "a notification": '{"jsonrpc":"2.0","method":"notifications/message","params":{}}',
  "an empty batch": "[]",
  "a batch of notifications": '[{"jsonrpc":"2.0","method":"notifications/message"}]',
  "a number": "42",
  "null": "null",
  "a text": '"done"',
  "an object of another kind": '{"ok":true}',
  "JSON that breaks off": '{"jsonrpc":"2.0","id":1,"result":{"con',
};

for (const era of ["2026", "2025"] as const) {
  for (const [name, body] of Object.entries(BODIES)) {
    Deno.test(`${era}: ${name} in answer to a call: the outcome is unknown, in the server's own words`, async () => {
      const headers = { "content-type": "application/json" };
      await using server = startFakeServer((request, message) =>
        message.method === "tools/call" ? new Response(body, { headers }) : sane(era, request, message)
      );
      await using model = startScriptedModel([calls(["one", {}]), text("I do not know.")]);
      const { status } = await runAsk("hi", {
        flags: { servers: [server.url], yes: true, timeout: ["20"] },
        environment: { API_URL: model.url, API_KEY: "a-key" },
      });
      const heard = String(model.asked[1]?.messages.at(-1)?.content);
      assert.equal(status, 0);
      assert.match(heard, /outcome unknown: .*HTTP 200 without an answer to the request: /);
      assert.ok(heard.includes(body.slice(0, 40)), heard);
      assert.match(heard, /It may have taken effect/);
    });
  }
}

const SHUTDOWN = { code: -32000, message: "The server is shutting down" };

for (const era of ["2026", "2025"] as const) {
  for (const isReadOnly of [true, false]) {
    Deno.test(`${era}: a call that a stopping server ends is ${isReadOnly ? "" : "not "}repeated if the tool is ${isReadOnly ? "" : "not "}read-only`, async () => {
      let called = 0;
      await using server = startFakeServer((request, message) => {
        if (message.method === "tools/list") {
          const tools = [toolNamed("one", { readOnlyHint: isReadOnly })];
          return answered(message.id, complete({ tools }));
        }
        if (message.method !== "tools/call" || ++called > 1) return sane(era, request, message);
        return Response.json({ jsonrpc: "2.0", id: message.id, error: SHUTDOWN });
      });
      const { status, stderr } = await runCli(["call", "--server", server.url, "one"]);
      assert.deepEqual([called, status], isReadOnly ? [2, 0] : [1, 5], stderr);
      assert.match(stderr, isReadOnly ? /calls it once more/ : /The tool one answered.*shutting down/);
    });
  }
}

for (
  const [status, title, fix] of [
    [402, /answered with an error: HTTP 402 Payment Required/, /pay for the service/],
    [500, /The call of one got no answer of the tool: HTTP 500/, /may have taken effect/],
  ] as const
) {
  Deno.test(`HTTP ${status} to a call is not an answer of the tool, and has its own remedy`, async () => {
    await using server = startFakeServer((request, message) =>
      message.method === "tools/call" ? new Response(null, { status }) : sane("2025", request, message)
    );
    const ran = await runCli(["call", "--server", server.url, "one"]);
    assert.equal(ran.status, 5);
    assert.match(ran.stderr, title);
    assert.match(ran.stderr, fix);
  });
}

for (const method of ["tools/list", "tools/call"]) {
  for (
    const [status, key, code, exit] of [
      [401, "", "mcp_key_missing", 4],
      [401, "a-key-of-this-test", "mcp_key_refused", 4],
      [403, "a-key-of-this-test", "mcp_key_refused", 4],
      [302, "", "mcp_moved", 5],
    ] as const
  ) {
    Deno.test(`HTTP ${status} to ${method} with${key ? "" : "out"} a key is ${code}, as it is before the handshake`, async () => {
      await using server = startFakeServer((request, message) =>
        message.method === method
          ? new Response(null, { status, headers: { location: "/elsewhere" } })
          : sane("2025", request, message)
      );
      const environment: Record<string, string> = key ? { MCP_SERVER_AUTH_KEY: key } : {};
      const ran = await runCli(["call", "--server", server.url, "one"], { environment });
      assert.match(ran.stderr, new RegExp(`Error ${code} `));
      assert.equal(ran.status, exit);
    });
  }
}
