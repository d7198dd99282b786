/** The time tool with the official TypeScript SDK 2 on Node: a server per request. */
import { createServer } from "node:http";
import process from "node:process";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { addTools } from "./time_tool.mjs";

// In a variable: this package is not one of the project's.
const adapter = "@modelcontextprotocol/node";
const { toNodeHandler } = await import(adapter);
const { PORT, TOOLS = "1" } = process.env;
const handler = createMcpHandler(() =>
  addTools(new McpServer({ name: "typescript", version: "0.0.0" }), Number(TOOLS))
);
createServer(toNodeHandler(handler)).listen(Number(PORT), "127.0.0.1");
