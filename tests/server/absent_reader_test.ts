/**
 * A client that opens a stream and does not read it costs the server a fixed number of bytes, in each era: what waits
 * for it beyond `queuedBytes` ends its stream. The kernel's own buffers for the connection are not the server's.
 */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { defineTool } from "../../features/tools/tool.ts";
import { LIMITS } from "../../server/limits.ts";
import { initialize, INITIALIZED, modern, openSession, post, rpc } from "../support/mcp_requests.ts";
import { startServer, type TestServer, withTestKey } from "../support/start_server.ts";

const KIB = 1024;
const QUEUED = 512 * KIB;
/** The last event may exceed the limit, and the runtime holds what it is writing. */
const SLACK = 256 * KIB;
const TEXT = "x".repeat(10 * KIB);

/** Reports progress until its call is cancelled, or until it has sent 40 MiB. */
function floodingTool() {
  const over = Promise.withResolvers<void>();
  let sent = 0;
  const tool = defineTool({
    name: "flood",
    title: "Flood",
    description: "Reports progress.",
    inputSchema: z.object({}),
    outputSchema: z.object({}),
    annotations: {},
    async run(_args, { signal, progress }) {
      for (let count = 1; !signal.aborted && sent < 40 * KIB * KIB; count++) {
        await progress(count, 1e6, TEXT);
        sent += TEXT.length;
        if (count % 10 === 0) await setImmediate();
      }
      over.resolve();
      return { text: "done", structured: {} };
    },
  });
  return { tool, sent: () => sent, over: over.promise };
}

const CALL = { name: "flood", arguments: {}, _meta: { progressToken: "t" } };

/** A connection that sends this request, and reads nothing by itself. */
async function open({ url }: TestServer, method: string, path: string, headers: HeadersInit, body = "") {
  const connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
  const lines = [...new Headers(headers)].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = body ? `Content-Length: ${body.length}\r\n` : "";
  await connection.write(
    new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${lines}${length}\r\n${body}`),
  );
  return connection;
}

/** Bytes that the kernel holds for the connections to the server: sent and not acknowledged, arrived and not read. */
async function inKernel({ url }: TestServer): Promise<number> {
  const port = `:${Number(url.port).toString(16).toUpperCase().padStart(4, "0")}`;
  const table = await Deno.readTextFile("/proc/net/tcp");
  const rows = table.split("\n").slice(1).map((line) => line.trim().split(/\s+/));
  const queues = rows.filter(([, local, remote]) => local?.endsWith(port) || remote?.endsWith(port))
    .flatMap(([, , , , queue = "0:0"]) => queue.split(":"));
  return queues.reduce((sum, hex) => sum + parseInt(hex, 16), 0);
}

const ERAS: Record<string, (server: TestServer) => Promise<Deno.TcpConn>> = {
  async "2024"(server) {
    const stream = await open(server, "GET", "/sse", withTestKey());
    // The first events are read by hand: they name the session.
    let text = "";
    const buffer = new Uint8Array(KIB);
    while (!/session_id=[^\s]+\s/.test(text)) {
      text += new TextDecoder().decode(buffer.subarray(0, (await stream.read(buffer))!));
    }
    const named = text.match(/^data: (.*)$/m)![1]!;
    const path = named.startsWith("/") ? named : `/${named}`;
    for (const body of [initialize("2024-11-05"), INITIALIZED, rpc("tools/call", CALL, 2)]) {
      await (await post(server, path, body)).body?.cancel();
    }
    return stream;
  },
  async "2025"(server) {
    const session = await openSession(server);
    const { headers } = modern("ping");
    const own = { Authorization: headers.Authorization!, Accept: headers.Accept!, ...session };
    return await open(
      server,
      "POST",
      "/mcp",
      { ...own, "Content-Type": "application/json" },
      rpc("tools/call", CALL, 2),
    );
  },
  async "2026"(server) {
    const { headers, body } = modern("tools/call", CALL);
    const message = JSON.parse(body);
    Object.assign(message.params._meta, CALL._meta);
    return await open(server, "POST", "/mcp", headers, JSON.stringify(message));
  },
};

for (const [era, begin] of Object.entries(ERAS)) {
  Deno.test({
    name: `${era}: a client that reads nothing costs the server at most the limit of its queue`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      const flood = floodingTool();
      await using server = startServer({
        tools: [flood.tool],
        limits: { ...LIMITS, queuedBytes: QUEUED },
        isRecorded: false,
      });
      using connection = await begin(server);
      await flood.over;
      const held = await inKernel(server);
      if (era === "2025") {
        // The call goes on, since a client may resume it: what it sends is dropped.
        let read = 0;
        const buffer = new Uint8Array(256 * KIB);
        for (let size; (size = await connection.read(buffer).catch(() => null)) !== null;) read += size;
        assert.ok(read - held <= SLACK, `${read - held} bytes were kept beside the ${held} of the kernel`);
        return;
      }
      const kept = flood.sent() - held;
      assert.ok(kept <= QUEUED + SLACK, `${kept} bytes were kept beside the ${held} of the kernel`);
      assert.ok(kept > QUEUED / 4, "the queue was not used: the test measures something else");
    },
  });
}
