/**
 * The v1 SDK's own HTTP+SSE server, the most widely deployed one: a scenario that it fails is not
 * fair.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { freePort } from "../../support/child.ts";
import { aborted, QUESTION, type Subject } from "./subject.ts";

// The SDK's types do not infer a handler's parameters here.
type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export async function startV1Sdk(): Promise<Subject> {
  const stopped = Promise.withResolvers<void>();
  const sessions = new Map<string, SSEServerTransport>();
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  const security = { enableDnsRebindingProtection: true, allowedOrigins: [origin] };

  const open = async (request: IncomingMessage, response: ServerResponse) => {
    // The SDK checks the Origin only on POST.
    const from = request.headers.origin;
    if (from !== undefined && from !== origin) return void response.writeHead(403).end();
    const transport = new SSEServerTransport("/messages", response, security);
    sessions.set(transport.sessionId, transport);
    response.on("close", () => sessions.delete(transport.sessionId));
    await createMcpServer(() => stopped.resolve()).connect(transport);
  };
  const http = createServer((request, response) => {
    if (request.method === "GET") return void open(request, response);
    const id = new URL(request.url ?? "/", origin).searchParams.get("sessionId");
    const session = sessions.get(id ?? "");
    if (!session) return void response.writeHead(404).end();
    session.handlePostMessage(request, response).catch(() => {});
  });
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  return {
    sse: new URL("/sse", origin),
    stopped: stopped.promise,
    async [Symbol.asyncDispose]() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      http.closeAllConnections();
      const closed = once(http, "close");
      http.close();
      await closed;
    },
  };
}

function createMcpServer(onStopped: () => void): McpServer {
  const server = new McpServer({ name: "v1", version: "1.0.0" });
  const text = (text: string) => ({ content: [{ type: "text" as const, text }] });
  server.registerTool(
    "add",
    { description: "Adds.", inputSchema: { a: z.number(), b: z.number() } },
    ({ a, b }: { a: number; b: number }) => text(String(a + b)),
  );
  server.registerTool(
    "wait",
    { description: "Waits." },
    async ({ signal, _meta, sendNotification }: Extra) => {
      const progressToken = _meta?.progressToken;
      if (progressToken !== undefined) {
        const params = { progressToken, progress: 1, total: 2 };
        await sendNotification({ method: "notifications/progress", params });
      }
      await aborted(signal);
      onStopped();
      return text("It was told to stop.");
    },
  );
  server.registerTool("ask", { description: "Asks the client's model." }, async () => {
    const { content } = await server.server.createMessage(QUESTION);
    return text(JSON.stringify(content));
  });
  return server;
}
