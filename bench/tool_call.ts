/** One `tools/call` of MCP 2026-07-28 over plain `fetch` (`basic/transports/streamable-http`). */

const REVISION = "2026-07-28";
const TOOL = "get_current_time";

const HEADERS = {
  "Content-Type": "application/json",
  "Accept": "application/json, text/event-stream",
  "MCP-Protocol-Version": REVISION,
  "Mcp-Method": "tools/call",
  "Mcp-Name": TOOL,
};

const PARAMS = {
  name: TOOL,
  arguments: {},
  _meta: {
    "io.modelcontextprotocol/protocolVersion": REVISION,
    "io.modelcontextprotocol/clientInfo": { name: "mcpdemo-bench", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  },
};

/** What is looked at in an answer. */
interface Answer {
  readonly id?: unknown;
  readonly result?: {
    readonly isError?: boolean;
    readonly structuredContent?: { readonly unix_seconds?: unknown };
  };
}

/** Resolves with the answer's text. Throws where it is no result of this very call. */
export async function callTool(server: string, id: number, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${server}/mcp`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: PARAMS }),
    signal,
  });
  const text = await response.text();
  if (response.status === 200) {
    const { id: answered, result }: Answer = JSON.parse(text);
    const time = result?.structuredContent?.unix_seconds;
    if (answered === id && result?.isError !== true && typeof time === "number") return text;
  }
  throw new Error(`${server} answered a call with HTTP ${response.status}: ${text}`);
}
