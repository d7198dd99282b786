/** JSON that holds no response, in answer to a call: the model hears at once that the outcome is unknown. */
import assert from "node:assert/strict";
import { sane, startFakeServer } from "../support/fake_mcp_server.ts";
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
