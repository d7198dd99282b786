/**
 * The types of the MCP SDK and of OpenAI's client library that appear in the interfaces of `client/`, so that the
 * check of the documentation knows them as public. No file imports this one.
 *
 * @module
 */
export type {
  CallToolResult,
  Client,
  DiscoverResult,
  ElicitRequest,
  ElicitResult,
  Implementation,
  PriorDiscovery,
  Progress,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  Tool,
  Transport,
} from "@modelcontextprotocol/client";
