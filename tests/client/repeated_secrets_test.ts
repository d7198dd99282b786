/**
 * Peers that repeat every key that they were sent, in any words and encoding: no output and no trace shows one.
 */
import assert from "node:assert/strict";
import {
  answered,
  complete,
  initialized,
  type Message,
  startFakeServer,
  toolNamed,
} from "../support/fake_mcp_server.ts";
import { runCli } from "../support/run_cli.ts";

const MCP_KEY = "mcp+canary/0123456789abcdef";
const MODEL_KEY = "sk/canary+fedcba9876543210";
const URL_KEY = "url+canary/13579bdf";
const SECRETS = [MCP_KEY, MODEL_KEY, URL_KEY];

const forms = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(encodeURIComponent(secret)),
  JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  btoa(secret).replace(/=+$/, ""),
  btoa(secret).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
];

/** Everything that a request said, in each form. */
function echo(request: Request): string {
  const said = [request.url, ...request.headers.values()].flatMap((value) => {
    const key = value.replace(/^Bearer /, "");
    return key.length > 500 ? [] : [value, ...forms(key)];
  });
  const inUrl = new URL(request.url).searchParams.get("api_key");
  return [...said, ...inUrl ? forms(inUrl) : []].join(" ");
}

type Place = (request: Request, message: Message) => Response | undefined;

const refused = (status: number): Place => (request) =>
  new Response(echo(request), {
    status,
    headers: { "WWW-Authenticate": `Bearer error_description="${request.headers.get("authorization")}"` },
  });
const error = (method: string): Place => (request, { id, method: asked }) =>
  asked === method
    ? Response.json({
      jsonrpc: "2.0",
      id,
      error: { code: -32000, message: echo(request), data: { seen: echo(request) } },
    })
    : undefined;

/** Where a server puts what it heard. */
const PLACES: Readonly<Record<string, Place>> = {
  "a 401": refused(401),
  "a 403": refused(403),
  "a 500": refused(500),
  "a page": (request) =>
    new Response(`<html><title>${echo(request)}</title>`, { headers: { "Content-Type": "text/html" } }),
  "a redirect": (request) =>
    new Response(null, {
      status: 301,
      headers: { Location: `/x?q=${encodeURIComponent(request.headers.get("authorization") ?? "")}` },
    }),
  "the error to initialize": error("initialize"),
  "the error to tools/list": error("tools/list"),
  "the error to tools/call": error("tools/call"),
  "a result": (request, { id, method }) =>
    method === "tools/call"
      ? answered(
        id,
        complete({
          content: [{ type: "text", text: echo(request) }],
          structuredContent: { seen: echo(request) },
        }),
      )
      : undefined,
  "a failed result": (request, { id, method }) =>
    method === "tools/call"
      ? answered(id, complete({ content: [{ type: "text", text: echo(request) }], isError: true }))
      : undefined,
  "a definition": (request, { id, method }) =>
    method === "tools/list"
      ? answered(
        id,
        complete({ tools: [{ ...toolNamed("one", { readOnlyHint: true }), description: echo(request) }] }),
      )
      : undefined,
  "the name of the server": (request, { id, method }) =>
    method === "initialize"
      ? answered(id, {
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: request.headers.get("authorization") ?? "", version: "1" },
      })
      : undefined,
};

function startEchoServer(place: Place) {
  return startFakeServer((request, message) => {
    const placed = place(request, message);
    if (placed) return placed;
    const { id, method } = message;
    if (method === "initialize") return initialized(id);
    if (method === "tools/list") {
      return answered(id, complete({ tools: [toolNamed("one", { readOnlyHint: true })] }));
    }
    if (method === "tools/call") return answered(id, complete({ content: [{ type: "text", text: "fine" }] }));
    if (method === "server/discover") return new Response(null, { status: 404 });
    return new Response(null, { status: request.method === "GET" ? 405 : 202 });
  });
}

/** What a model endpoint says, which has heard its own key. */
const MODELS: Readonly<Record<string, (request: Request) => Response>> = {
  "an error": (request) => Response.json({ error: { message: echo(request) } }, { status: 400 }),
  "a refused key": (request) => Response.json({ error: { message: echo(request) } }, { status: 401 }),
  "an answer": (request) => sse([{ content: echo(request) }]),
  "an answer in pieces": (request) => sse([...echo(request)].map((content) => ({ content }))),
  "reasoning": (request) => sse([{ reasoning: echo(request) }, { content: "Noon." }]),
  "a refusal": (request) => sse([{ refusal: echo(request) }]),
  "an error in the stream": (request) =>
    new Response(
      `data: {"choices":[{"delta":{"content":"It"}}]}\n\ndata: ${
        JSON.stringify({ error: { message: echo(request) } })
      }\n\n`,
      {
        headers: { "Content-Type": "text/event-stream" },
      },
    ),
  "a call": (request) =>
    sse([{
      tool_calls: [{
        index: 0,
        id: "a",
        function: { name: "one", arguments: JSON.stringify({ a: echo(request) }) },
      }],
    }]),
  "a redirect": (request) =>
    new Response(null, {
      status: 302,
      headers: {
        Location: `http://other.test/${encodeURIComponent(request.headers.get("authorization") ?? "")}`,
      },
    }),
};

function sse(deltas: readonly object[]): Response {
  const chunks = deltas.map((delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
  return new Response(
    `${chunks.join("")}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`,
    {
      headers: { "Content-Type": "text/event-stream" },
    },
  );
}

function assertHidden(text: string, where: string): void {
  for (const secret of SECRETS) {
    for (const form of forms(secret)) {
      const at = text.indexOf(form);
      assert.ok(at < 0, `${where} shows ${form}: …${text.slice(Math.max(0, at - 200), at + 60)}`);
    }
  }
}

async function tryAll(server: string, model: string | undefined, commands: readonly (readonly string[])[]) {
  const url = `${server}mcp?api_key=${encodeURIComponent(URL_KEY)}`;
  const environment = {
    MCP_SERVER_AUTH_KEY: MCP_KEY,
    NO_COLOR: "1",
    ...(model ? { API_URL: model, API_KEY: MODEL_KEY, DEFAULT_MODEL: "m" } : {}),
  };
  await Promise.all(commands.map(async (command) => {
    const [name, ...rest] = command;
    const args = [name!, ...name === "models" ? [] : ["--server", url], ...rest];
    const { stdout, stderr, status } = await runCli(args, { environment });
    assert.notEqual(status, 2, stderr);
    assertHidden(stdout, `stdout of ${command.join(" ")}`);
    assertHidden(stderr, `stderr of ${command.join(" ")}`);
  }));
}

for (const [name, place] of Object.entries(PLACES)) {
  Deno.test(`a server that repeats the keys in ${name}: no output shows one`, async () => {
    await using server = startEchoServer(place);
    await tryAll(server.url, undefined, [
      ["tools"],
      ["tools", "--json"],
      ["call", "one", "--lang", "fr"],
      ["call", "one", "--json"],
      ["call", "one", "--debug=wire"],
      ["health"],
      ["ask", "--json-stream", "use one"],
    ]);
  });
}

for (const [name, answer] of Object.entries(MODELS)) {
  Deno.test(`a model that repeats the key in ${name}: no output shows it`, async () => {
    await using server = startEchoServer(() => undefined);
    await using model = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
      await request.text();
      return answer(request);
    });
    await tryAll(server.url, `http://127.0.0.1:${model.addr.port}/v1`, [
      ["ask", "--max-steps", "2", "hi"],
      ["ask", "--max-steps", "2", "--reasoning", "--json", "hi"],
      ["ask", "--max-steps", "2", "--json-stream", "hi"],
      ["ask", "--max-steps", "2", "--debug=wire", "--lang", "fr", "hi"],
      ["models"],
    ]);
  });
}
