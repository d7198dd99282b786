import assert from "node:assert/strict";
import { serve } from "../../tests/support/answering_server.ts";
import { probe } from "./probe.ts";

const DISCOVERED = {
  supportedVersions: ["2026-07-28"],
  capabilities: {},
  resultType: "complete",
  ttlMs: 0,
  cacheScope: "private",
};
const CLIENT = { name: "test", version: "1" };

Deno.test("an answer on an event stream that stays open is read, however it is split into chunks, and the stream is cancelled", async () => {
  const left = Promise.withResolvers<void>();
  await using server = serve((_request, { id }) => {
    const answer = JSON.stringify({ jsonrpc: "2.0", id, result: DISCOVERED });
    const bytes = new TextEncoder().encode(`: hello\n\nevent: message\ndata: ${answer}\n\n`);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      },
      cancel: () => left.resolve(),
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  });
  const verdict = await probe(
    fetch,
    { url: new URL("/mcp", server.url), isKeySent: false },
    CLIENT,
    new AbortController().signal,
  );
  assert.equal(verdict.kind, "modern");
  await left.promise;
});

Deno.test("a server that refuses our revision and then offers it gets one more request, and only one", async () => {
  for (const isOfferTrue of [true, false]) {
    let count = 0;
    await using server = serve((_request, { id }) => {
      const isRefused = ++count === 1 || !isOfferTrue;
      const error = { code: -32022, message: "no", data: { supported: ["2026-07-28"] } };
      return Response.json(
        { jsonrpc: "2.0", id, ...(isRefused ? { error } : { result: DISCOVERED }) },
        { status: isRefused ? 400 : 200 },
      );
    });
    const verdict = await probe(
      fetch,
      { url: new URL("/mcp", server.url), isKeySent: false },
      CLIENT,
      new AbortController().signal,
    );
    assert.deepEqual([verdict.kind, count], [isOfferTrue ? "modern" : "failure", 2]);
  }
});
