/**
 * Checks the messages of a server against the limits before they are handled.
 *
 * @module
 */
import {
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type Tool,
  type Transport,
} from "@modelcontextprotocol/client";
import type { UserError } from "../../cli/errors.ts";
import { isDeeperThan } from "../../lib/json.ts";
import {
  DEFINITION_CHARACTERS,
  DEPTH,
  exceeded,
  MESSAGE_BYTES,
  type OnExceeded,
  OPEN_REQUESTS,
  PAGES,
  TOOLS,
} from "./limits.ts";

/**
 * Makes `transport` check each message. The first one that exceeds a limit, and all after it, are discarded.
 *
 * @param url the endpoint, for the error
 * @param onExceeded called once, with the error
 */
export function limitMessages(transport: Transport, url: URL, onExceeded: OnExceeded): void {
  const checkList = createListCheck(url);
  let open = 0;
  let isExceeded = false;
  const check = (message: JSONRPCMessage): UserError | undefined => {
    if (isDeeperThan(message, DEPTH)) return exceeded("mcp_nests_too_deep", url, DEPTH);
    if (isJSONRPCRequest(message) && ++open > OPEN_REQUESTS) {
      return exceeded("mcp_asks_too_much", url, OPEN_REQUESTS);
    }
    return isJSONRPCResultResponse(message) ? checkList(message.result) : undefined;
  };
  // The SDK sets `onmessage` just before it starts the transport.
  const start = transport.start.bind(transport);
  transport.start = () => {
    const deliver = transport.onmessage;
    transport.onmessage = (message, extra) => {
      if (isExceeded) return;
      const error = check(message);
      if (!error) return deliver?.(message, extra);
      isExceeded = true;
      onExceeded(error);
    };
    return start();
  };
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    const isAnswer = !Array.isArray(message) && !("method" in message);
    try {
      return await send(message, options);
    } finally {
      if (isAnswer) open--;
    }
  };
}

/** Adds up the pages of a list of tools as they come: a list that never ends must not fill the memory. */
function createListCheck(url: URL): (result: { readonly [name: string]: unknown }) => UserError | undefined {
  let [pages, tools, read, bytes] = [0, 0, 0, 0];
  return (result) => {
    if (!Array.isArray(result.tools)) return;
    pages++;
    tools += result.tools.length;
    bytes += JSON.stringify(result.tools).length;
    read += result.tools.reduce((sum, tool) => sum + charactersRead(tool), 0);
    const isMore = typeof result.nextCursor === "string";
    if (tools > TOOLS) return exceeded("mcp_lists_too_many_tools", url, TOOLS);
    if (read > DEFINITION_CHARACTERS) {
      return exceeded("mcp_lists_too_much", url, DEFINITION_CHARACTERS);
    }
    if (bytes > MESSAGE_BYTES) return exceeded("mcp_sends_too_much", url, MESSAGE_BYTES);
    if (isMore && pages >= PAGES) return exceeded("mcp_lists_too_many_pages", url, PAGES);
    if (!isMore) [pages, tools, read, bytes] = [0, 0, 0, 0];
  };
}

/** The definition has not been validated yet. */
function charactersRead(tool: Partial<Tool> | null): number {
  const { name, title, description, inputSchema, outputSchema } = tool ?? {};
  return JSON.stringify([name, title, description, inputSchema, outputSchema]).length;
}
