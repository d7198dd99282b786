/** The way down through the eras, and what stops it, against servers with handwritten answers. */
import assert from "node:assert/strict";
import type { EraChoice } from "../../cli/settings.ts";
import { type ErrorCode, UserError } from "../../cli/errors.ts";
import { attempt, type Handler, serve } from "../../tests/support/answering_server.ts";
import { endpointsOf } from "./connect.ts";

const ENDPOINTS: [server: string, era: EraChoice, expected: string[]][] = [
  ["http://a.test", "auto", ["2026 /mcp", "2025 /mcp", "2024 /sse"]],
  ["http://a.test/", "auto", ["2026 /mcp", "2025 /mcp", "2024 /sse"]],
  ["http://a.test/", "2026", ["2026 /mcp"]],
  ["http://a.test/", "2025", ["2025 /mcp"]],
  ["http://a.test/", "2024", ["2024 /sse"]],
  ["http://a.test/?k=1", "auto", ["2026 /mcp?k=1", "2025 /mcp?k=1", "2024 /sse?k=1"]],
  ["http://a.test/mcp", "auto", ["2026 /mcp", "2025 /mcp", "2024 /mcp"]],
  ["http://a.test/mcp", "2025", ["2025 /mcp"]],
  ["http://a.test/mcp", "2024", ["2024 /sse"]],
  ["http://a.test/mcp/", "auto", ["2026 /mcp/", "2025 /mcp/", "2024 /mcp/"]],
  ["http://a.test/mcp/", "2024", ["2024 /sse"]],
  ["http://a.test/mcp?k=1", "2026", ["2026 /mcp?k=1"]],
  ["http://a.test/mcp?k=1", "2024", ["2024 /sse?k=1"]],
  ["http://a.test/api/mcp", "auto", ["2026 /api/mcp", "2025 /api/mcp", "2024 /api/mcp"]],
  ["http://a.test/api/mcp", "2024", ["2024 /api/sse"]],
  ["http://a.test/sse", "auto", ["2024 /sse"]],
  ["http://a.test/sse/", "auto", ["2024 /sse/"]],
  ["http://a.test/sse", "2024", ["2024 /sse"]],
  ["http://a.test/sse", "2025", ["2025 /mcp"]],
  ["http://a.test/api/sse?k=1", "2026", ["2026 /api/mcp?k=1"]],
  ["http://a.test/other", "auto", ["2026 /other", "2025 /other", "2024 /other"]],
  ["http://a.test/other/", "2025", ["2025 /other/"]],
  ["http://a.test/other?k=1", "2024", ["2024 /other?k=1"]],
  ["http://a.test/xmcp", "2024", ["2024 /xmcp"]],
  ["http://a.test/mcp/more", "2024", ["2024 /mcp/more"]],
];

for (const [server, era, expected] of ENDPOINTS) {
  Deno.test(`${server} with --era ${era} gives ${expected.join(", ")}`, () => {
    const endpoints = endpointsOf(new URL(server), era);
    assert.deepEqual(endpoints.map(([era, { pathname, search }]) => `${era} ${pathname}${search}`), expected);
  });
}

async function failureOf(connecting: Promise<unknown>): Promise<UserError> {
  const error: unknown = await connecting.then(() => assert.fail("it connected"), (error) => error);
  if (!(error instanceof UserError)) throw error;
  return error;
}

const rpcError = (id: unknown, code: number, status = 200) =>
  Response.json({ jsonrpc: "2.0", id, error: { code, message: "no" } }, { status });
const ALL = ["POST /mcp server/discover", "POST /mcp initialize", "GET /sse"];
const FIRST = ALL.slice(0, 1);
const html = (status = 200) =>
  new Response("<h1>Hello</h1>", { status, headers: { "content-type": "text/html" } });
const hungry = { "www-authenticate": 'Bearer realm="x"' };

const REFUSALS: Record<string, [Handler, ErrorCode, RegExp, asked: string[]]> = {
  "answers 404 to everything": [
    () => new Response(null, { status: 404 }),
    "not_an_mcp_server",
    /^HTTP 404, no content type$/,
    ALL,
  ],
  "answers 405 to everything": [() => html(405), "not_an_mcp_server", /^HTTP 405, text\/html$/, ALL],
  "is a web site": [() => html(), "not_an_mcp_server", /^HTTP 200, text\/html$/, ALL],
  "answers JSON that is not JSON-RPC": [
    () => Response.json({ status: "ok" }),
    "not_an_mcp_server",
    /^HTTP 200, application\/json$/,
    ALL,
  ],
  "answers nothing with 200": [() => new Response(), "not_an_mcp_server", /^HTTP 200, no content type$/, ALL],
  "answers −32601 to everything, with 200": [
    (_request, { id }) => rpcError(id, -32601),
    "mcp_handshake_refused",
    /^-32601 no$/,
    ALL,
  ],
  "answers with id null to everything": [
    () => rpcError(null, -32700),
    "mcp_handshake_refused",
    /^-32700 no$/,
    ALL,
  ],
  "answers initialize with 202 and nothing": [
    (_request, { method }) => new Response(null, { status: method === "initialize" ? 202 : 404 }),
    "not_an_mcp_server",
    /^HTTP 202, no content type$/,
    ALL,
  ],
  "answers initialize with an event stream that ends": [
    (_request, { method }) =>
      method === "initialize"
        ? new Response(": bye\n\n", { headers: { "content-type": "text/event-stream" } })
        : new Response(null, { status: 404 }),
    "mcp_invalid_answer",
    /^stream_ended$/,
    ALL,
  ],
  "wants a key": [
    () => Response.json({ error: "missing_key" }, { status: 401, headers: hungry }),
    "mcp_key_missing",
    /^missing_key$/,
    FIRST,
  ],
  "refuses the key": [
    () => Response.json({ error: "key_mismatch", message: "No such key." }, { status: 403, headers: hungry }),
    "mcp_key_refused",
    /^No such key\.$/,
    FIRST,
  ],
  "fails with 500": [() => rpcError(null, -32603, 500), "mcp_error", /^HTTP 500, .*"no"$/, ALL],
  "asks for fewer requests": [() => rpcError(null, -32000, 429), "mcp_busy", /^no$/, FIRST],
  "speaks a newer revision alone": [
    (_request, { id }) =>
      Response.json(
        { jsonrpc: "2.0", id, error: { code: -32022, message: "no", data: { supported: ["2030-01-01"] } } },
        { status: 400 },
      ),
    "unsupported_era",
    /2030-01-01/,
    FIRST,
  ],
  "fails at initialize alone": [
    (_request, { method }) => new Response(null, { status: method === "initialize" ? 503 : 404 }),
    "mcp_error",
    /^HTTP 503/,
    ALL,
  ],
  "refuses the key at /sse alone": [
    ({ method }) => Response.json({ message: "Not here." }, { status: method === "GET" ? 403 : 404 }),
    "mcp_key_refused",
    /^Not here\.$/,
    ALL,
  ],
};

for (const [name, [handler, code, said, asked]] of Object.entries(REFUSALS)) {
  Deno.test(`A server that ${name} gives ${code}, after ${asked.length} of three attempts`, async () => {
    await using server = serve(handler);
    const error = await failureOf(
      attempt(server.url, { isKeySent: /refuses the key/.test(name) }),
    );
    assert.equal(error.code, code);
    const { detail = "", reason = "", revisions = "" } = error.data;
    assert.match(detail + reason + revisions, said);
    assert.deepEqual(server.asked, asked);
  });
}

for (const era of ["2026", "2025", "2024"] as const) {
  Deno.test(`A server that does not support the requested era gives an error that says so: --era ${era}`, async () => {
    await using server = serve(() => html(404));
    const error = await failureOf(attempt(server.url, { era }));
    assert.equal(error.code, "unsupported_era");
    assert.equal(error.data.era, era);
    assert.equal(server.asked.length, 1);
  });
}

Deno.test("If nothing listens, the server is unreachable", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  listener.close();
  const url = new URL(`http://127.0.0.1:${listener.addr.port}`);
  for (const era of ["auto", "2026", "2025", "2024"] as const) {
    const error = await failureOf(attempt(url, { era }));
    assert.equal(error.code, "mcp_unreachable", era);
    assert.equal(error.exitStatus, 3);
  }
});

Deno.test("A server that hangs up is tried in each era, then reported as silent", async () => {
  for (const [era, expected] of [["auto", 3], ["2026", 1], ["2025", 1], ["2024", 1]] as const) {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const served = hangUp(listener);
    const error = await failureOf(attempt(new URL(`http://127.0.0.1:${listener.addr.port}`), { era }));
    listener.close();
    assert.equal(error.code, "mcp_silent", era);
    assert.equal(error.exitStatus, 3);
    assert.equal(await served, expected, era);
  }
});

/** Reads from every connection once and closes it; resolves with their number when `listener` closes. */
async function hangUp(listener: Deno.TcpListener): Promise<number> {
  let count = 0;
  for await (using connection of listener) {
    await connection.read(new Uint8Array(16_384));
    count++;
  }
  return count;
}
