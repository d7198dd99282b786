/** Our own HTTP+SSE server, with the tools of the scenarios. */
import { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { startServer } from "../../support/start_server.ts";
import { aborted, QUESTION, type Subject } from "./subject.ts";

export function startOurs(): Subject {
  const stopped = Promise.withResolvers<void>();
  const server = startServer({ keys: [], newServer: () => createServer(() => stopped.resolve()) });
  return {
    sse: server.at("/sse"),
    stopped: stopped.promise,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function createServer(onStopped: () => void): McpServer {
  const server = new McpServer({ name: "ours", version: "1.0.0" });
  const text = (text: string) => ({ content: [{ type: "text" as const, text }] });
  server.registerTool(
    "add",
    { description: "Adds.", inputSchema: z.object({ a: z.number(), b: z.number() }) },
    ({ a, b }) => text(String(a + b)),
  );
  server.registerTool("wait", { description: "Waits." }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
      await mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken, progress: 1, total: 2 },
      });
    }
    await aborted(mcpReq.signal);
    onStopped();
    return text("It was told to stop.");
  });
  server.registerTool("ask", { description: "Asks the client's model." }, async ({ mcpReq }) => {
    const { content } = await mcpReq.requestSampling(QUESTION);
    return text(JSON.stringify(content));
  });
  return server;
}
