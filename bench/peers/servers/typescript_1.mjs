/** The time tool with the official TypeScript SDK 1 on Node: sessions for 2025, HTTP+SSE for 2024. */
import { randomUUID } from "node:crypto";
import process from "node:process";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { addTools } from "./time_tool.mjs";

const { PORT, TOOLS = "1" } = process.env;
const newServer = () => addTools(new McpServer({ name: "typescript", version: "0.0.0" }), Number(TOOLS));
const sessions = new Map();
const app = createMcpExpressApp();

app.all("/mcp", async (request, response) => {
  const session = sessions.get(request.headers["mcp-session-id"]);
  const transport = session ?? new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  if (!session) await newServer().connect(transport);
  await transport.handleRequest(request, response, request.body);
});

app.get("/sse", async (_request, response) => {
  const transport = new SSEServerTransport("/messages", response);
  sessions.set(transport.sessionId, transport);
  response.on("close", () => sessions.delete(transport.sessionId));
  await newServer().connect(transport);
});

app.post("/messages", async (request, response) => {
  await sessions.get(request.query.sessionId).handlePostMessage(request, response, request.body);
});

app.listen(Number(PORT), "127.0.0.1");
