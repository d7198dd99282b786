/**
 * The tools of a server and the calls to them, even if the connection is lost: a server may restart between two
 * calls.
 *
 * @module
 */
import { type CallToolResult, type Progress, ProtocolError, type Tool } from "@modelcontextprotocol/client";
import { errorText } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { en } from "../../cli/messages/en.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Wait } from "../../lib/time.ts";
import { AnswerFailure } from "../repair/answer_failure.ts";
import { httpFinding } from "../../findings/http.ts";
import { networkFinding } from "../../findings/network.ts";
import { integers } from "../repair/integers.ts";
import { invalidPlace } from "../repair/invalid_result.ts";
import { PROGRESS } from "../limits/limits.ts";
import type { Connection } from "./connection.ts";
import { errorResult, unansweredResult } from "./error_result.ts";
import { createReconnectingConnection } from "./reconnecting_connection.ts";
import { lostRequestOf } from "./request_outcome.ts";
import { createToolList } from "./tool_list.ts";

/** What a user should know about a session. */
export interface SessionNotes {
  /** The connection is lost; the session tries to connect again. */
  lost(url: URL): void;
  /** The session is connected again. */
  renewed(url: URL): void;
  /** The server has changed its tools. */
  toolsChanged(url: URL): void;
  /** A call of the tool is sent a second time, since its outcome is unknown and the tool allows that. */
  repeated(tool: string): void;
}

/** What a session is made of. */
export interface SessionOptions {
  /** The first connection. */
  readonly connection: Connection;
  /** Whether the requests have an `Authorization` header; without one, a refusal means another thing. */
  readonly isKeySent: boolean;
  /** Connects again in the era and at the endpoint of `lost`. Throws a {@linkcode UserError} if it cannot. */
  readonly reconnect: (lost: Connection) => Promise<Connection>;
  /** Waits between two attempts to connect again. */
  readonly wait: Wait;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Called when something happens that a user should know about. */
  readonly notes: SessionNotes;
}

/** What a call may have besides its arguments. */
export interface CallOptions {
  /** Aborted when the user does not want the answer any more. */
  readonly cancelled?: AbortSignal;
  /** Called with each progress that the server reports. */
  readonly onProgress?: (progress: Progress) => void;
}

/** A server and its tools. */
export interface Session {
  /** The server's tools as it last listed them. */
  listTools(): Promise<readonly Tool[]>;
  /** Calls a tool. An expected failure is a result too, with `isError`. */
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  /** Ends the session. */
  close(): Promise<void>;
}

/** Milliseconds. The run's own deadline ends a call: the SDK's must not come first. */
const CALL_MS = 24 * 3600 * 1000;

/** A session on an open connection. */
export function createSession(
  { connection, isKeySent, reconnect, wait, signal, notes }: SessionOptions,
): Session {
  const mcpError = (error: unknown, at: Connection, method: string) =>
    errorOf(error, at, { method, isKeySent });
  const toolList = createToolList(signal, notes.toolsChanged);
  const reconnecting = createReconnectingConnection({
    connection,
    wait,
    signal,
    reconnect,
    onLost: ({ url }) => notes.lost(url),
    async prepare(renewed) {
      await toolList.refresh(renewed).catch((error) => {
        throw mcpError(error, renewed, "tools/list");
      });
    },
    onRenewed: ({ url }) => notes.renewed(url),
  });

  /** The SDK cancels in the era's own way when the signal of a call is aborted. */
  async function sendCall(name: string, args: Record<string, unknown>, options: CallOptions) {
    const { cancelled, onProgress } = options;
    const ended = cancelled ? AbortSignal.any([signal, cancelled]) : signal;
    const onprogress = onProgress && limitProgress(onProgress);
    const { outputSchema, ...definition } = toolList.find(name) ?? {};
    const call = {
      signal: ended,
      timeout: CALL_MS,
      ...(onprogress ? { onprogress } : {}),
      // With the schema, the SDK would discard a result that has content alone.
      ...(outputSchema ? { toolDefinition: definition as Tool } : {}),
    };
    const result = await reconnecting.run(
      ({ client }) => client.callTool({ name, arguments: args }, call),
      ended,
    );
    return integers.restore(result) as CallToolResult;
  }

  const isUnknown = (error: unknown) => lostRequestOf(error, reconnecting.current()) === "outcome_unknown";

  const isLost = (error: unknown) => {
    const lost = lostRequestOf(error, reconnecting.current());
    return lost === "outcome_unknown" || lost === "stopped";
  };

  const mayRepeat = (name: string) => {
    const { readOnlyHint, idempotentHint } = toolList.find(name)?.annotations ?? {};
    return readOnlyHint === true || idempotentHint === true;
  };

  /** Sends a call again if its outcome is unknown and the tool says that a second call does no harm. */
  async function callOrRepeat(name: string, args: Record<string, unknown>, options: CallOptions) {
    try {
      return await sendCall(name, args, options);
    } catch (error) {
      signal.throwIfAborted();
      if (options.cancelled?.aborted || !isLost(error) || !mayRepeat(name)) throw error;
      // A different server may have started at the URL, so its tool of that name may be a different
      // tool.
      await reconnecting.run(toolList.refresh);
      if (!mayRepeat(name)) throw error;
      notes.repeated(name);
      return await sendCall(name, args, options);
    }
  }

  return {
    async listTools() {
      try {
        return toolList.current() ?? await reconnecting.run(toolList.refresh);
      } catch (error) {
        signal.throwIfAborted();
        throw mcpError(error, reconnecting.current(), "tools/list");
      }
    },
    async callTool(name, args, options = {}) {
      try {
        return await callOrRepeat(name, args, options);
      } catch (error) {
        signal.throwIfAborted();
        if (options.cancelled?.aborted) return errorResult("cancelled by the user");
        if (isUnknown(error)) return outcomeUnknown(error);
        // The model can fix a JSON-RPC error: it may have named a tool or an argument wrongly.
        if (error instanceof ProtocolError) return errorResult(error.message);
        if (isAboutCall(error) && !isSessionRefused(error, reconnecting.current())) {
          return isJsonRpcError(error.body) ? errorResult(error.message) : unansweredResult(error.message);
        }
        const place = invalidPlace(error);
        // The server has answered, so the tool may have run.
        if (place !== undefined) {
          return errorResult(`the tool ran, but its result cannot be read and is lost: no valid ${place}`);
        }
        throw mcpError(error, reconnecting.current(), "tools/call");
      }
    },
    close: reconnecting.close,
  };
}

function limitProgress(onProgress: (progress: Progress) => void): (progress: Progress) => void {
  let count = 0;
  return (progress) => {
    // The SDK reports its own rounds of `input_required` as progress, although no work was done.
    const isRound = progress.total === undefined &&
      /^Fulfilling input required by/.test(progress.message ?? "");
    if (!isRound && count++ < PROGRESS) onProgress(progress);
  };
}

function outcomeUnknown(error: unknown): CallToolResult {
  const detail = error instanceof TypeError ? networkWords(error) : oneLine(errorText(error));
  return unansweredResult(
    `outcome unknown: the call was sent and no answer came (${detail}). It may have taken effect.`,
  );
}

/** Why a call got no answer, for the model, which reads English. */
function networkWords(error: unknown): string {
  const { reason, detail = "" } = networkFinding(error);
  return reason === undefined ? detail : en.reasons[reason]({});
}

/**
 * An error of this call only, which another call may not get; a key or an address affects all
 * calls.
 */
function isAboutCall(error: unknown): error is AnswerFailure {
  if (!(error instanceof AnswerFailure)) return false;
  const { status, body } = error;
  return status === 429 || status >= 500 || status !== 401 && status !== 403 && isJsonRpcError(body);
}

function isJsonRpcError(body: string): boolean {
  try {
    const { jsonrpc, error } = JSON.parse(body);
    return jsonrpc === "2.0" && Boolean(error);
  } catch {
    return false;
  }
}

/** The request was sent on a new session, too: the server does not know the sessions that it opens. */
function isSessionRefused(error: unknown, connection: Connection): boolean {
  return error instanceof AnswerFailure && lostRequestOf(error, connection) === "not_sent";
}

function errorOf(
  error: unknown,
  connection: Connection,
  { method, isKeySent }: { readonly method: string; readonly isKeySent: boolean },
): UserError {
  if (error instanceof UserError) return error;
  const { url } = connection;
  if (isSessionRefused(error, connection)) {
    return new UserError("mcp_session_refused", { url: url.href, detail: errorText(error) }, {
      cause: error,
    });
  }
  const place = invalidPlace(error);
  if (place !== undefined) {
    const why = { method, reason: "member", name: place } as const;
    return new UserError("mcp_invalid_answer", { url: url.href, ...why }, { cause: error });
  }
  if (error instanceof TypeError) {
    return new UserError("mcp_error", { url: url.href, ...networkFinding(error) }, { cause: error });
  }
  // A refusal after the handshake says the same as one before it; a failing server's words are those of the call.
  const refusal = error instanceof AnswerFailure && error.status < 500
    ? httpFinding(error, { url, isKeySent })
    : undefined;
  if (refusal) return refusal;
  const status = error instanceof AnswerFailure ? { status: String(error.status) } : {};
  const detail = oneLine(errorText(error));
  return new UserError("mcp_error", { url: url.href, detail, ...status }, { cause: error });
}
