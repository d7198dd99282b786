/** The odd answers that older servers give to server/discover: `ask` connects to each of them. */
import assert from "node:assert/strict";
import { type Message, sane, startFakeServer } from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

const refused = (status: number, code: number, message: string, id: Message["id"] | null = null) =>
  Response.json({ jsonrpc: "2.0", error: { code, message }, id }, { status });
const html = (status: number, body: string) =>
  new Response(`<!DOCTYPE html><html><body>${body}</body></html>`, {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
const NO_SUCH_REVISION =
  "Bad Request: Unsupported protocol version: 2026-07-28. Supported versions: 2024-11-05, 2025-03-26, 2025-06-18";

const ANSWERS: Record<string, (message: Message) => Response> = {
  "v1 SDK, the router of its examples: 400 −32000": () =>
    refused(400, -32000, "Bad Request: No valid session ID provided"),
  "v1 SDK, a transport before initialize: 400 −32000": () =>
    refused(400, -32000, "Bad Request: Server not initialized"),
  "v1 SDK, the session header missing: 400 −32000": () =>
    refused(400, -32000, "Bad Request: Mcp-Session-Id header is required"),
  "v1 SDK, the revision: 400 −32000": () => refused(400, -32000, NO_SUCH_REVISION),
  "Python SDK, the revision: 400 −32600 with an id of its own": () =>
    refused(400, -32600, NO_SUCH_REVISION, "server-error"),
  "FastMCP, the session: 400 −32600": () =>
    refused(400, -32600, "Bad Request: Missing session ID", "server-error"),
  "an unknown session: 404 −32001": () => refused(404, -32001, "Session not found"),
  "Express, an unknown path or method: 404 HTML": () => html(404, "<pre>Cannot POST /mcp</pre>"),
  "a framework with a JSON 404": () => Response.json({ detail: "Not Found" }, { status: 404 }),
  "a wrong method: 405 without a body": () => new Response(null, { status: 405, headers: { allow: "GET" } }),
  "v1 SDK, the Accept header: 406 −32000": () =>
    refused(406, -32000, "Not Acceptable: Client must accept both application/json and text/event-stream"),
  "a content type that it does not like: 415": () =>
    refused(415, -32000, "Unsupported Media Type: Content-Type must be application/json"),
  "FastAPI, a body that pydantic refuses: 422": () =>
    Response.json({
      detail: [{ type: "literal_error", loc: ["body", "method"], msg: "Input should be 'initialize'" }],
    }, { status: 422 }),
  "JSON-RPC over plain HTTP: 200 with −32601": ({ id }) => refused(200, -32601, "Method not found", id),
  "JSON-RPC over plain HTTP: 200 with −32600 and id null": () => refused(200, -32600, "Invalid Request"),
  "JSON-RPC over plain HTTP: 200 with −32700": () => refused(200, -32700, "Parse error"),
  "Python SDK, an event stream with −32602": ({ id }) =>
    new Response(
      `event: message\r\ndata: ${
        JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32602, message: "Invalid request parameters" } })
      }\r\n\r\n`,
      { headers: { "content-type": "text/event-stream" } },
    ),
  "what is no initialize is taken for a notification: 202": () => new Response(null, { status: 202 }),
  "nothing at all: 200": () => new Response(null),
  "a page for everything: 200 HTML": () => html(200, "Welcome"),
};

for (const [name, answer] of Object.entries(ANSWERS)) {
  Deno.test(`ask connects to an older server: ${name}`, async () => {
    await using server = startFakeServer((request, message) =>
      message.method === "server/discover" ? answer(message) : sane("2025", request, message)
    );
    await assertAnswered(server.url);
    assert.deepEqual(server.asked.slice(0, 3), [
      "POST /mcp server/discover",
      "POST /mcp initialize",
      "POST /mcp notifications/initialized",
    ]);
  });
}

Deno.test("ask connects to an older server: Starlette, 307 to /mcp/ for every request", async () => {
  await using server = startFakeServer((request, message) => {
    if (new URL(request.url).pathname === "/mcp") {
      return new Response(null, { status: 307, headers: { location: "/mcp/" } });
    }
    return message.method === "server/discover"
      ? refused(400, -32600, "Bad Request: Missing session ID", "server-error")
      : sane("2025", request, message);
  });
  await assertAnswered(server.url);
});

async function assertAnswered(url: string): Promise<void> {
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const { status, stdout, stderr } = await runAsk("call it", {
    flags: { servers: [url] },
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "done\n");
  assert.match(stderr, /2025 era \(revision 2025-11-25\)/);
  assert.equal(model.asked[1]?.messages.at(-1)?.content, "fine");
}
