/** A server asks the user for input while a tool runs: a request in 2025, a round trip in 2026. */
import assert from "node:assert/strict";
import {
  answered,
  event,
  type FakeServer,
  type Message,
  nothing,
  openStream,
  result,
  said,
  sane,
  startFakeServer,
} from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

const ASKED = {
  method: "elicitation/create",
  params: {
    mode: "form",
    message: "Which zone?",
    requestedSchema: { type: "object", properties: { zone: { type: "string" } }, required: ["zone"] },
  },
};

/** Answers the call with the user's input; `capabilities` are those that the client declared. */
function asking(era: "2025" | "2026"): FakeServer & { readonly capabilities: unknown[] } {
  const capabilities: unknown[] = [];
  const stream = openStream();
  let callId: Message["id"];
  const server = startFakeServer((request, message) => {
    const { id, method, params, result: answer } = message;
    if (method === "initialize") capabilities.push(params?.capabilities);
    const meta: Readonly<Record<string, unknown>> = params?._meta ?? {};
    if (method === "server/discover" || era === "2026" && method === "tools/call") {
      capabilities.push(meta["io.modelcontextprotocol/clientCapabilities"]);
    }
    if (era === "2025" && answer !== undefined) {
      stream.send(event(result(callId, said(JSON.stringify(answer)))));
      stream.end();
      return nothing(202);
    }
    if (method !== "tools/call") return sane(era, request, message);
    if (era === "2025") {
      callId = id;
      stream.send(event({ jsonrpc: "2.0", id: "ask", ...ASKED }));
      return stream.response;
    }
    const responses = params?.inputResponses as Record<string, unknown> | undefined;
    if (!responses) {
      const required = { resultType: "input_required", inputRequests: { zone: ASKED }, requestState: "s" };
      return answered(id, required);
    }
    assert.equal(params?.requestState, "s");
    return answered(id, said(JSON.stringify(responses.zone)));
  });
  return { ...server, capabilities };
}

for (const era of ["2025", "2026"] as const) {
  for (const isTerminal of [true, false]) {
    Deno.test(`${era}: ${isTerminal ? "the user fills in a form on the terminal" : "without a terminal a form is declined"}`, async () => {
      await using server = asking(era);
      await using model = startScriptedModel([calls(["one", {}]), text("done")]);
      const { status, stderr } = await runAsk("call it", {
        flags: { servers: [server.url], yes: true },
        environment: { API_URL: model.url, API_KEY: "k" },
        ...(isTerminal ? { typed: ["Asia/Tokyo", ""] } : {}),
      });
      assert.equal(status, 0, stderr);
      const told = JSON.parse(String(model.asked[1]?.messages.at(-1)?.content));
      const expected = isTerminal
        ? { action: "accept", content: { zone: "Asia/Tokyo" } }
        : { action: "decline" };
      assert.deepEqual(told, expected);
      assert.match(stderr, /asks: Which zone\?/);
      if (!isTerminal) assert.match(stderr, /^Declined: mcpdemo has no terminal/m);
      assert.ok(server.capabilities.length >= 2);
      for (const declared of server.capabilities) assert.deepEqual(declared, { elicitation: { form: {} } });
    });
  }
}
