/** Tries a contestant with the official TypeScript client: connect, list, call. */
import { Client as ClientOf2025 } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport as TransportOf2025 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { CLIENT_INFO, TOOL } from "../answer.ts";
import { ARGUMENTS, REVISION } from "./calls.ts";
import type { Era } from "./peer.ts";

/** Throws unless the client finds the tool and gets the time from it. */
export async function check(url: string, era: Era): Promise<void> {
  const client = await connect(url, era);
  try {
    const { tools } = await client.listTools();
    if (!tools.some(({ name }: { name: string }) => name === TOOL)) {
      throw new Error(`It does not list ${TOOL}.`);
    }
    const { structuredContent, isError } = await client.callTool({ name: TOOL, arguments: ARGUMENTS });
    const time = (structuredContent as { unix_seconds?: unknown } | undefined)?.unix_seconds;
    if (isError || typeof time !== "number") throw new Error("Its answer has no time.");
  } finally {
    await client.close();
  }
}

/** The newest official client that speaks the era: version 2 for 2026, version 1 before. */
async function connect(url: string, era: Era) {
  if (era === "2026") {
    const options = { versionNegotiation: { mode: { pin: REVISION["2026"] } } } as const;
    const client = new Client(CLIENT_INFO, options);
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    return client;
  }
  const client = new ClientOf2025(CLIENT_INFO);
  const transport = era === "2024"
    ? new SSEClientTransport(new URL(`${url}/sse`))
    : new TransportOf2025(new URL(`${url}/mcp`));
  // Its types were not written for `exactOptionalPropertyTypes`.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}
