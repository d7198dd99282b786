/** The time tool with the official TypeScript SDK 2 on Deno: a server per request. */
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { addTools } from "./time_tool.mjs";

const { PORT, TOOLS = "1" } = Deno.env.toObject();
const handler = createMcpHandler(() =>
  addTools(new McpServer({ name: "typescript", version: "0.0.0" }), Number(TOOLS))
);
Deno.serve({ hostname: "127.0.0.1", port: Number(PORT), onListen() {} }, (request) => handler.fetch(request));
