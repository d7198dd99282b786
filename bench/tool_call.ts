/** One `tools/call` of MCP 2026-07-28 over plain `fetch` (`basic/transports/streamable-http`). */
import { bodyOf, CLIENT_INFO, isAnswerTo, post, TOOL } from "./answer.ts";

const REVISION = "2026-07-28";

const HEADERS = {
  "MCP-Protocol-Version": REVISION,
  "Mcp-Method": "tools/call",
  "Mcp-Name": TOOL,
};

const PARAMS = {
  name: TOOL,
  arguments: {},
  _meta: {
    "io.modelcontextprotocol/protocolVersion": REVISION,
    "io.modelcontextprotocol/clientInfo": CLIENT_INFO,
    "io.modelcontextprotocol/clientCapabilities": {},
  },
};

/** Resolves with the answer's text. Throws unless it is the result of this very call. */
export async function callTool(server: string, id: number, signal: AbortSignal): Promise<string> {
  const call = { id, method: "tools/call", params: PARAMS };
  const text = await bodyOf(await post(`${server}/mcp`, call, HEADERS, signal), 200);
  if (isAnswerTo(id, text)) return text;
  throw new Error(`${server} did not answer call ${id}: ${text}`);
}
