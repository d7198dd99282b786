/**
 * The client's error about a server that it cannot use describes what happened, over real sockets.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { explainError } from "../../cli/explain_error.ts";
import { UserError } from "../../cli/errors.ts";
import { en } from "../../cli/messages/en.ts";
import type { ConnectOptions } from "../../client/connection/connect.ts";
import { attempt, type Handler, serve } from "../support/answering_server.ts";

/** The message and the code of a failed attempt to connect. */
async function failure(handler: Handler, overrides: Partial<ConnectOptions> = {}) {
  await using server = serve(handler);
  const error: unknown = await attempt(server.url, overrides).then(
    () => assert.fail("It connected."),
    (thrown) => thrown,
  );
  if (!(error instanceof UserError)) throw error;
  const { title, fix } = explainError(error, en);
  return { code: error.code, title, fix, status: error.exitStatus };
}

const status =
  (code: number, headers: Record<string, string> = {}, body: string | null = null): Handler => () =>
    new Response(body, { status: code, headers });

/** A server that does not know our probe, and answers `initialize` with the given response. */
const initialize = (answer: (id: unknown) => Response): Handler => (_request, { method, id }) => {
  if (method === "server/discover") {
    return Response.json({ jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } });
  }
  return method === "initialize" ? answer(id) : new Response(null, { status: 404 });
};
const result = (value: unknown) => initialize((id) => Response.json({ jsonrpc: "2.0", id, result: value }));
const GOOD = { protocolVersion: "2025-11-25", capabilities: {}, serverInfo: { name: "peer", version: "1" } };
const KEY = { isKeySent: true };

const FINDINGS: Record<string, [Handler, Partial<ConnectOptions>, code: string, title: RegExp, fix: RegExp]> =
  {
    "a key refused with 401 and words": [
      status(401, { "WWW-Authenticate": 'Bearer error="invalid_token", error_description="expired"' }),
      KEY,
      "mcp_key_refused",
      /refused the key \(401\)\. It says: expired$/,
      /expired or revoked/,
    ],
    "a key refused with 403 and words in the body": [
      status(403, { "Content-Type": "application/json" }, '{"detail":"revoked yesterday"}'),
      KEY,
      "mcp_key_refused",
      /refused the key \(403\)\. It says: revoked yesterday$/,
      /MCP_SERVER_AUTH_KEY or --auth-key/,
    ],
    "a scope that is missing": [
      status(403, { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="tools:call"' }),
      KEY,
      "mcp_key_refused",
      /403/,
      /scope tools:call/,
    ],
    "403 without a key": [
      status(403),
      {},
      "mcp_forbidden",
      /forbids access \(403\); no key was sent/,
      /firewall/,
    ],
    "OAuth": [
      status(401, { "WWW-Authenticate": 'Bearer resource_metadata="https://a.test/.well-known/x"' }),
      {},
      "mcp_oauth_required",
      /OAuth sign-in \(401\), described at https:\/\/a\.test\/\.well-known\/x/,
      /access token .* --auth-key/,
    ],
    "moved for good": [
      status(301, { Location: "/v2/mcp" }),
      {},
      "mcp_moved",
      /has moved to http:\/\/127\.0\.0\.1:\d+\/v2\/mcp \(301\)/,
      /--server http/,
    ],
    "moved elsewhere": [
      status(302, { Location: "https://b.test/mcp" }),
      {},
      "mcp_moved",
      /has moved to https:\/\/b\.test\/mcp \(302\)/,
      /--server https:\/\/b\.test\/mcp/,
    ],
    "moved to a page to sign in": [
      status(302, { Location: "/login?next=%2Fmcp" }),
      {},
      "mcp_moved",
      /\/login/,
      /page to sign in, for browsers/,
    ],
    "a redirect of a POST to itself": [
      (request) => new Response(null, { status: 302, headers: { Location: request.url } }),
      {},
      "not_an_mcp_server",
      /: it redirects to itself\./,
      /report this to the operator/,
    ],
    "a redirect that keeps the method, to itself": [
      (request) => new Response(null, { status: 308, headers: { Location: new URL(request.url).pathname } }),
      {},
      "not_an_mcp_server",
      /: it redirects to itself\./,
      /report this to the operator/,
    ],
    "redirects without end": [
      (request) => new Response(null, { status: 307, headers: { Location: `${request.url}?again` } }),
      {},
      "not_an_mcp_server",
      /: it redirects again and again\./,
      /at most three redirects/,
    ],
    "a redirect without an address": [
      status(302),
      {},
      "not_an_mcp_server",
      /: it redirects without a valid address\./,
      /report this/,
    ],
    "a redirect to what is not an address": [
      status(301, { Location: "http://[not" }),
      {},
      "not_an_mcp_server",
      /: it redirects without a valid address\./,
      /report this/,
    ],
    "Basic authentication": [
      status(401, { "WWW-Authenticate": 'Basic realm="corp"' }),
      {},
      "mcp_key_missing",
      /requires a key \(401\)/,
      /not for a bearer key \(Basic realm="corp"\).* for --config/,
    ],
    "a key to a server with a header of its own": [
      status(401, { "WWW-Authenticate": "ApiKey header=X-API-Key" }),
      KEY,
      "mcp_key_refused",
      /refused the key \(401\)/,
      /not for a bearer key \(ApiKey header=X-API-Key\)/,
    ],
    "DPoP, whose tokens are bearer tokens as well": [
      status(401, { "WWW-Authenticate": 'DPoP algs="ES256"' }),
      {},
      "mcp_key_missing",
      /401/,
      /^set MCP_SERVER_AUTH_KEY/,
    ],
    "a proxy that wants credentials": [status(407), {}, "mcp_proxy_key", /407/, /HTTPS_PROXY/],
    "too many requests": [
      status(429, { "Retry-After": "30" }, "slow down"),
      {},
      "mcp_busy",
      /\(429\)\. It says: slow down$/,
      /wait 30 s/,
    ],
    "a handshake refused with words": [
      initialize((id) =>
        Response.json({ jsonrpc: "2.0", id, error: { code: -32000, message: "tenant header missing" } })
      ),
      {},
      "mcp_handshake_refused",
      /initialize, HTTP 200\): -32000 tenant header missing\./,
      /do what the server asks for/,
    ],
    "an error that is a text": [
      initialize((id) => Response.json({ jsonrpc: "2.0", id, error: "licence expired" }, { status: 400 })),
      {},
      "mcp_handshake_refused",
      /initialize, HTTP 400\): licence expired\./,
      /./,
    ],
    "an unknown revision": [
      result({ ...GOOD, protocolVersion: "1999-01-01" }),
      {},
      "mcp_invalid_answer",
      /revision "1999-01-01"; mcpdemo supports 2024-10-07, 2024-11-05/,
      /--debug=wire/,
    ],
    "no serverInfo": [
      result({ ...GOOD, serverInfo: undefined }),
      {},
      "mcp_invalid_answer",
      /answered initialize, .* no valid serverInfo\.name/,
      /./,
    ],
    "broken JSON": [
      initialize(() => new Response('{"jsonrpc":', { headers: { "Content-Type": "application/json" } })),
      {},
      "mcp_invalid_answer",
      /the body is not JSON: \{"jsonrpc":/,
      /./,
    ],
    "an array in place of an answer": [
      initialize((id) => Response.json([{ jsonrpc: "2.0", id, result: GOOD }])),
      {},
      "mcp_invalid_answer",
      /answered initialize, .* the body is not a JSON-RPC response: \[\{"jsonrpc":/,
      /--debug=wire/,
    ],
    "an answer with another id": [
      initialize(() => Response.json({ jsonrpc: "2.0", id: 999, result: GOOD })),
      {},
      "mcp_invalid_answer",
      /answered the id 999 instead of 0/,
      /./,
    ],
    "an error of the server at every request": [
      status(502, { "Content-Type": "text/html" }, "<title>Bad Gateway</title>"),
      {},
      "mcp_error",
      /HTTP 502, text\/html, "Bad Gateway"/,
      /look at the proxy in front of the server/,
    ],
    "a page": [
      status(200, { "Content-Type": "text/html" }, "<title>Welcome</title>"),
      {},
      "not_an_mcp_server",
      /HTTP 200, text\/html, "Welcome"/,
      /path/,
    ],
  };

for (const [name, [handler, overrides, code, title, fix]] of Object.entries(FINDINGS)) {
  Deno.test(`${name} is reported as ${code}, with what the server said`, async () => {
    const found = await failure(handler, overrides);
    assert.equal(found.code, code, found.title);
    assert.match(found.title.replace(/ *\.$/, (end) => end), title);
    assert.match(found.fix, fix);
    assert.doesNotMatch(found.fix, /--era/);
  });
}

for (
  const [code, fix] of [
    [402, /pay for the service/],
    [410, /new address/],
    [413, /limits the size/],
    [421, /host name/],
    [426, /https:\/\//],
    [431, /headers/],
    [451, /legally/],
    [500, /own log/],
    [503, /wait a moment/],
    [504, /time limit/],
    [511, /sign in to the network/],
    [522, /Cloudflare/],
    [418, /the path of an MCP server is usually/],
    [599, /own log/],
  ] as const
) {
  Deno.test(`HTTP ${code} to every request has a remedy of its own`, async () => {
    const found = await failure(status(code));
    assert.match(found.title, new RegExp(`HTTP ${code}`));
    assert.match(found.fix, fix);
  });
}

/** An HTTP+SSE server: `GET /sse` opens a stream whose endpoint event has `named`, POSTs get `posted`. */
const httpSse = (named: (request: Request) => string, posted: Handler): Handler => (request, body) => {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" || !pathname.endsWith("/sse")) return posted(request, body);
  const text = `event: endpoint\ndata: ${named(request)}\n\n`;
  const first = new TextEncoder().encode(text);
  return new Response(new ReadableStream({ start: (controller) => controller.enqueue(first) }), {
    headers: { "Content-Type": "text/event-stream" },
  });
};
const SSE: Record<string, [Handler, code: string, title: RegExp, fix: RegExp]> = {
  "404 at the address for messages": [
    httpSse(() => "/messages/?session_id=secret", status(404, {}, "no such page")),
    "mcp_messages_refused",
    /at http:\S+\/tools\/sse named http:\S+\/messages\/ in its endpoint event .* answered: HTTP 404, text\/plain, "no such page"\./,
    /adds a part to the path/,
  ],
  "405 at the address for messages": [
    httpSse(() => "/messages/?session_id=secret", status(405)),
    "mcp_messages_refused",
    /named http:\S+\/messages\/ .* HTTP 405/,
    /a proxy/,
  ],
  "502 at the address for messages": [
    httpSse(() => "/messages/?session_id=secret", status(502)),
    "mcp_messages_refused",
    /named http:\S+\/messages\/ .* HTTP 502/,
    /a proxy/,
  ],
  "an empty endpoint event": [
    httpSse(() => "", status(404)),
    "mcp_messages_refused",
    /named http:\S+\/tools\/sse in its endpoint event/,
    /a proxy/,
  ],
  "401 at the address for messages": [
    httpSse(() => "/messages/?session_id=secret", status(401)),
    "mcp_key_missing",
    /at http:\S+\/messages\/ requires a key/,
    /MCP_SERVER_AUTH_KEY/,
  ],
  "an endpoint event with the scheme behind a proxy": [
    httpSse((request) => request.url.replace("http:", "https:"), status(404)),
    "endpoint_refused",
    /to https:/,
    /X-Forwarded-Proto/,
  ],
  "an endpoint event that is not an address": [
    httpSse(() => "http://[not", status(404)),
    "mcp_invalid_answer",
    /its endpoint event names "http:\/\/\[not", which is not an address/,
    /developers of the server/,
  ],
};
for (const [name, [handler, code, title, fix]] of Object.entries(SSE)) {
  Deno.test(`HTTP+SSE: ${name} is reported as ${code}, and names the address`, async () => {
    await using server = serve(handler);
    const error: unknown = await attempt(new URL("/tools/sse", server.url)).then(
      () => assert.fail("It connected."),
      (thrown) => thrown,
    );
    if (!(error instanceof UserError)) throw error;
    const found = explainError(error, en);
    assert.equal(error.code, code, found.title);
    assert.match(found.title, title);
    assert.match(found.fix, fix);
    assert.doesNotMatch(JSON.stringify(error.data), /secret/);
  });
}

Deno.test("the client connects to a server that fails only at our probe", async () => {
  await using server = serve((_request, { method, id }) => {
    if (method === "server/discover") return new Response("boom", { status: 500 });
    if (method === "initialize") return Response.json({ jsonrpc: "2.0", id, result: GOOD });
    return new Response(null, { status: method ? 202 : 405 });
  });
  const connection = await attempt(server.url);
  assert.equal(connection.era, "2025");
  await connection.close();
});

Deno.test("the client waits for a slow server up to --timeout", async () => {
  const { promise: late, resolve: letGo } = Promise.withResolvers<Response>();
  await using server = serve(() => late);
  const error: UserError = await attempt(server.url, { handshakeTimeoutMs: 200 }).then(
    () => assert.fail("It connected."),
    (thrown) => thrown,
  );
  letGo(new Response());
  const found = { code: error.code, title: explainError(error, en).title };
  assert.equal(found.code, "mcp_timeout");
  assert.match(found.title, /waited 0\.2 s .* to answer server\/discover/);
});

Deno.test("http to a TLS port and https to a plain port give errors that name the other scheme", async () => {
  const [cert, key] = ["server.pem", "server.key"].map((name) =>
    Deno.readTextFileSync(new URL(`../support/tls/${name}`, import.meta.url))
  ) as [string, string];
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  await using secure = Deno.serve({ ...options, cert, key }, () => new Response());
  await using plain = Deno.serve(options, () => new Response());
  const words = async (url: string) => {
    const error = await attempt(new URL(url)).then(() => assert.fail("It connected."), (thrown) => thrown);
    const { title, fix } = explainError(error, en);
    return `${title} ${fix}`;
  };
  assert.match(await words(`http://127.0.0.1:${secure.addr.port}`), /possibly TLS.* write https:\/\//);
  assert.match(await words(`https://127.0.0.1:${plain.addr.port}`), /does not use TLS.*write http:\/\//);
  assert.match(
    await words(`https://127.0.0.1:${secure.addr.port}`),
    /authority that this machine does not trust.*--ca-file/,
  );
});

Deno.test("every answer to initialize gives an error in a sentence, never a dump or a stack trace", async () => {
  const odd = fc.oneof(
    fc.constantFrom("", "null", "[]", "{}", '"text"', "<html>", '{"error":null}', '{"jsonrpc":"2.0"}'),
    fc.json({ maxDepth: 3 }),
    fc.record({
      jsonrpc: fc.constantFrom("2.0", 2, null),
      id: fc.constantFrom(0, 1, "0", null),
      result: fc.oneof(
        fc.constant(null),
        fc.record({ protocolVersion: fc.constantFrom(null, 1, "2025-11-25") }),
      ),
      error: fc.constantFrom(undefined, null, "words", { code: "x" }, { message: { a: 1 } }, []),
    }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
  );
  const type = fc.constantFrom("application/json", "text/event-stream", "text/html", "text/plain");
  await fc.assert(
    fc.asyncProperty(odd, fc.integer({ min: 200, max: 599 }), type, async (body, code, contentType) => {
      const isEmpty = [204, 205, 304].includes(code);
      const text = contentType === "text/event-stream" ? `data: ${body.replaceAll("\n", " ")}\n\n` : body;
      const found = await failure((_request, { method }) =>
        method === "initialize"
          ? new Response(isEmpty ? null : text, { status: code, headers: { "Content-Type": contentType } })
          : new Response(null, { status: 404 })
      );
      assert.notEqual(found.status, 0);
      assert.match(found.title, /\.$|It says: .+$/);
      assert.doesNotMatch(
        found.title + found.fix,
        /invalid_type|"expected"|ZodError|\n|undefined|\bat \w+ \(/,
      );
    }),
    { numRuns: 150 },
  );
});
