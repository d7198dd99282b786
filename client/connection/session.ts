/** The tools of a server, whatever becomes of the connection: a server may restart between two calls. */
import { type CallToolResult, type Progress, ProtocolError, type Tool } from "@modelcontextprotocol/client";
import { UserError } from "../../cli/errors.ts";
import { errorText } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { PROGRESS } from "../limits/limits.ts";
import { createReconnectingConnection } from "./reconnecting_connection.ts";
import { lostRequestOf } from "./request_outcome.ts";
import type { Connection } from "./handshake.ts";
import { errorResult } from "../run/tool_result.ts";
import type { Wait } from "../../lib/time.ts";
import { watchTools } from "./watch_tools.ts";

export interface SessionOptions {
  readonly connection: Connection;
  /** Connects anew where and how `lost` was connected. Throws a {@linkcode UserError} where it cannot. */
  readonly reconnect: (lost: Connection) => Promise<Connection>;
  readonly wait: Wait;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Told of what a person wants to know. */
  readonly notes: {
    lost(url: URL): void;
    renewed(url: URL): void;
    toolsChanged(url: URL): void;
    repeated(tool: string): void;
  };
}

export interface CallOptions {
  /** Aborted when the person does not want the answer any more. */
  readonly cancelled?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Session {
  /** As the server last told. */
  listTools(): Promise<readonly Tool[]>;
  /** An expected failure is a result too, with `isError`. */
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  close(): Promise<void>;
}

/** The run's own deadline ends a call: the SDK's must not come first. */
const CALL_MS = 24 * 3600 * 1000;

export function createSession({ connection, reconnect, wait, signal, notes }: SessionOptions): Session {
  let tools: readonly Tool[] | undefined;
  let isStale = false;
  const watched = new WeakSet<Connection>();
  const reconnecting = createReconnectingConnection({
    connection,
    wait,
    signal,
    reconnect,
    onLost: ({ url }) => notes.lost(url),
    async prepare(renewed) {
      tools = await fetchTools(renewed).catch((error) => {
        throw mcpError(error, renewed.url);
      });
    },
    onRenewed: ({ url }) => notes.renewed(url),
  });

  async function fetchTools(from: Connection): Promise<readonly Tool[]> {
    watch(from);
    isStale = false;
    // The SDK would say so on the console, and that is not ours to write to.
    if (!from.client.getServerCapabilities()?.tools) return [];
    // The SDK's cache would not hear of a change while nobody listens.
    return (await from.client.listTools(undefined, { signal, cacheMode: "refresh" })).tools;
  }

  function watch(from: Connection): void {
    if (watched.has(from)) return;
    watched.add(from);
    watchTools(from, signal, {
      onChanged() {
        // Told once, however often the server says so before the next list.
        if (!isStale) notes.toolsChanged(from.url);
        isStale = true;
      },
      onDeaf() {
        // What changed since then was told to nobody.
        isStale = true;
        watched.delete(from);
      },
    });
  }

  /** The SDK cancels in the era's own way when the signal of a call is aborted. */
  async function sendCall(name: string, args: Record<string, unknown>, options: CallOptions) {
    const { cancelled, onProgress } = options;
    const ended = cancelled ? AbortSignal.any([signal, cancelled]) : signal;
    let told = 0;
    const onprogress = (progress: Progress) => {
      // The SDK tells of its own rounds as if the server had: that is no progress of the work.
      const isRound = progress.total === undefined &&
        /^Fulfilling input required by/.test(progress.message ?? "");
      if (!isRound && told++ < PROGRESS) onProgress?.(progress);
    };
    const call = { signal: ended, timeout: CALL_MS, ...(onProgress ? { onprogress } : {}) };
    const result = await reconnecting.run(
      ({ client }) => client.callTool({ name, arguments: args }, call),
      ended,
    );
    return result as CallToolResult;
  }

  return {
    async listTools() {
      try {
        if (!tools || isStale) tools = await reconnecting.run(fetchTools);
        return tools;
      } catch (error) {
        signal.throwIfAborted();
        throw mcpError(error, reconnecting.current().url);
      }
    },
    async callTool(name, args, options = {}) {
      const mayRepeat = () => {
        const { readOnlyHint, idempotentHint } = tools?.find((tool) => tool.name === name)?.annotations ?? {};
        return readOnlyHint === true || idempotentHint === true;
      };
      try {
        try {
          return await sendCall(name, args, options);
        } catch (error) {
          signal.throwIfAborted();
          if (options.cancelled?.aborted) throw error;
          if (lostRequestOf(error, reconnecting.current()) !== "outcome_unknown" || !mayRepeat()) throw error;
          // The server that is there now may be another, and its tool of that name another tool.
          tools = await reconnecting.run(fetchTools);
          if (!mayRepeat()) throw error;
          notes.repeated(name);
          return await sendCall(name, args, options);
        }
      } catch (error) {
        signal.throwIfAborted();
        if (options.cancelled?.aborted) return errorResult("cancelled by the user");
        if (lostRequestOf(error, reconnecting.current()) === "outcome_unknown") return outcomeUnknown(error);
        // A JSON-RPC error is the model's to read: it may have named a tool or an argument wrongly.
        if (error instanceof ProtocolError) return errorResult(error.message);
        throw mcpError(error, reconnecting.current().url);
      }
    },
    close: reconnecting.close,
  };
}

function outcomeUnknown(error: unknown): CallToolResult {
  const detail = oneLine(errorText(error));
  return errorResult(
    `outcome unknown: the call was sent and no answer came (${detail}). It may have taken effect.`,
  );
}

function mcpError(error: unknown, url: URL): UserError {
  if (error instanceof UserError) return error;
  return new UserError("mcp_error", { url: url.href, detail: oneLine(errorText(error)) }, { cause: error });
}
