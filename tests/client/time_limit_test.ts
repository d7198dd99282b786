/** When the time is over, the error names who was waited for, for what, and how far the answer was. */
import assert from "node:assert/strict";
import { explainError } from "../../cli/explain_error.ts";
import { messagesIn } from "../../cli/language.ts";
import { type Handler, sane, startFakeServer } from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** An answer that does not end. */
function stalled(type: string, beginning = ""): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => beginning ? controller.enqueue(new TextEncoder().encode(beginning)) : undefined,
  });
  return new Response(body, { headers: { "content-type": type } });
}

const { promise: never } = Promise.withResolvers<Response>();

const PLACES: Record<string, readonly [method: string, name: string]> = {
  "the probe": ["server/discover", "server/discover"],
  "the handshake": ["initialize", "initialize"],
  "the list of tools": ["tools/list", "tools/list"],
  "a call": ["tools/call", "tools/call \\(one\\)"],
};

const STATES: Record<string, readonly [answer: () => Response | Promise<Response>, says: string]> = {
  "silence": [() => never, "no HTTP answer came in \\d\\.\\d s"],
  "headers alone": [
    () => stalled("text/event-stream"),
    "the headers came after 0\\.\\d s \\(HTTP 200\\), and no body had followed after \\d\\.\\d s",
  ],
  "half a body": [
    () => stalled("application/json", '{"jsonrpc":'),
    "the answer began after 0\\.\\d s \\(HTTP 200\\), and was not complete after \\d\\.\\d s",
  ],
  "comments": [
    () => stalled("text/event-stream", ": keep-alive\n\n"),
    "the answer began after 0\\.\\d s \\(HTTP 200\\), and was not complete after \\d\\.\\d s",
  ],
};

for (const [place, [method, name]] of Object.entries(PLACES)) {
  for (const [state, [answer, says]] of Object.entries(STATES)) {
    Deno.test(`${state} instead of the answer to ${place}: the time limit names it`, async () => {
      const handler: Handler = (request, message) =>
        message.method === method ? answer() : sane("2025", request, message);
      await using server = startFakeServer(handler);
      await using model = startScriptedModel([calls(["one", {}])]);
      const { status, error } = await runAsk("hi", {
        flags: { servers: [server.url], timeout: ["1"], yes: true },
        environment: { API_URL: model.url, API_KEY: "a-key" },
      });
      assert.deepEqual([status, error?.code], [10, "timeout"]);
      const { title, fix } = explainError(error!, messagesIn("en"));
      assert.match(title, new RegExp(`waiting for ${server.url}mcp to answer ${name}: ${says}\\.$`));
      assert.equal(fix.includes("proxy"), state === "headers alone");
    });
  }
}

Deno.test("a model that does not answer is named with its address", async () => {
  await using server = startServer();
  await using model = startScriptedModel([() => stalled("text/event-stream")]);
  const { error } = await runAsk("hi", {
    flags: { servers: [server.url.href], authKey: [KEY], timeout: ["1"] },
    environment: { API_URL: model.url, API_KEY: "a-key" },
  });
  const { title } = explainError(error!, messagesIn("fr"));
  assert.match(title, new RegExp(`attendait que ${model.url}/chat/completions réponde à POST`));
  assert.match(title, /les en-têtes sont venus après 0,\d s \(HTTP 200\), et aucun corps/);
});
