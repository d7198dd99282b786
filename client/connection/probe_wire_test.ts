/** The probe on the wire, and how much of an answer is read. */
import assert from "node:assert/strict";
import { probe, readAnswer } from "./probe.ts";

const URL_ASKED = new URL("http://server.test/mcp");
const DISCOVERY = {
  jsonrpc: "2.0",
  id: "discover",
  result: {
    supportedVersions: ["2026-07-28"],
    capabilities: {},
    resultType: "complete",
    ttlMs: 0,
    cacheScope: "private",
  },
};
const CLIENT = { name: "test", version: "1" };
const never = new AbortController().signal;

Deno.test("probe reports a refused connection as unreachable", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const url = new URL(`http://127.0.0.1:${listener.addr.port}/mcp`);
  listener.close();
  const verdict = await probe(fetch, { url, isKeySent: false }, CLIENT, never);
  assert.equal(verdict.kind, "failure");
  assert.equal(verdict.error.code, "mcp_unreachable");
  assert.match(verdict.error.data.detail ?? "", /refused/i);
});

Deno.test("probe treats a hang-up as silence, and lets the client try another era", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const hungUp = hangUpOnce(listener);
  const verdict = await probe(
    fetch,
    { url: new URL(`http://127.0.0.1:${listener.addr.port}/mcp`), isKeySent: false },
    CLIENT,
    never,
  );
  await hungUp;
  assert.ok(verdict.kind === "other_era");
  assert.equal(verdict.error.code, "mcp_silent");
});

async function hangUpOnce(listener: Deno.TcpListener): Promise<void> {
  using connection = await listener.accept();
  await connection.read(new Uint8Array(16_384));
}

Deno.test("probe sends one server/discover with the headers and the _meta of 2026", async () => {
  const sent: Request[] = [];
  const verdict = await probe(
    (input, init) => {
      sent.push(new Request(input, init));
      return Promise.resolve(Response.json(DISCOVERY));
    },
    { url: URL_ASKED, isKeySent: false },
    CLIENT,
    never,
  );
  assert.equal(verdict.kind, "modern");
  assert.equal(sent.length, 1);
  const { method, headers } = sent[0]!;
  assert.equal(method, "POST");
  assert.equal(headers.get("mcp-protocol-version"), "2026-07-28");
  assert.equal(headers.get("mcp-method"), "server/discover");
  assert.match(headers.get("accept") ?? "", /application\/json, text\/event-stream/);
  const body = await sent[0]!.json();
  assert.equal(body.method, "server/discover");
  assert.deepEqual(body.params._meta, {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": CLIENT,
    "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
  });
});

Deno.test("readAnswer stops at its limit and cancels an endless body", async () => {
  let cancelled = false;
  const chunk = new TextEncoder().encode("x".repeat(100_000));
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(chunk),
    cancel: () => void (cancelled = true),
  });
  const text = await readAnswer(new Response(endless));
  assert.ok(text.length > 1024 * 1024 && text.length <= 1024 * 1024 + chunk.length);
  assert.ok(cancelled);
});

Deno.test("readAnswer decodes a character that is split across two chunks", async () => {
  const bytes = new TextEncoder().encode("à");
  const body = ReadableStream.from([bytes.slice(0, 1), bytes.slice(1)]);
  assert.equal(await readAnswer(new Response(body)), "à");
});
