/**
 * The messages of a server in the form of JSON-RPC 2.0 and of MCP, before the SDK validates them:
 * it discards other messages, and the request would wait forever. Pure.
 *
 * @module
 */
import type { OnDeviation } from "./deviation.ts";
import { jsonText } from "./integers.ts";
import { isJsonObject, type JsonObject, withoutNulls } from "./nulls.ts";
import { repairCallResult } from "./repair_result.ts";
import { repairToolPage } from "./repair_tools.ts";

/** The request. */
export interface Asked {
  /** The method of the request. */
  readonly method: string;
  /** Whether the revision is of 2026. */
  readonly isModern: boolean;
  /** For `tools/list`, the cursors of the list so far. */
  readonly seen: Set<unknown>;
  /** For `tools/list`, the names of the list so far. */
  readonly names: Set<string>;
}

/** An id that no request of ours has, for an answer without one. */
export const NO_ID = "null";

/**
 * The message in its proper form, or unchanged if it cannot be read.
 *
 * @param askedWith what was asked with an id, or `undefined` if nothing was
 */
export function repairMessage(
  message: unknown,
  askedWith: (id: unknown) => Asked | undefined,
  onDeviation: OnDeviation,
): unknown {
  if (!isJsonObject(message)) return message;
  if (typeof message.method === "string") return repairRequest(message);
  const { id, result, error, ...rest } = message;
  if (error !== undefined && error !== null) {
    return { ...rest, jsonrpc: "2.0", id: readableId(id), error: repairError(error) };
  }
  if (!("result" in message) && !("error" in message)) return message;
  const asked = askedWith(id);
  return { ...rest, jsonrpc: "2.0", id: readableId(id), result: repairResult(result, asked, onDeviation) };
}

function readableId(id: unknown): unknown {
  return typeof id === "string" || Number.isInteger(id) ? id : NO_ID;
}

function repairRequest(message: JsonObject): JsonObject {
  const { params, ...rest } = message;
  return { ...rest, jsonrpc: "2.0", ...(isJsonObject(params) ? { params: withNumbers(params) } : {}) };
}

/** The parameters of the server's own requests are read as numbers. */
function withNumbers(params: JsonObject): unknown {
  return JSON.parse(jsonText(withoutNulls(params)));
}

function repairResult(result: unknown, asked: Asked | undefined, onDeviation: OnDeviation): unknown {
  if (asked?.method === "tools/call" && isWhole(result, asked)) {
    return withResultType(repairCallResult(result, asked.isModern, onDeviation), asked, onDeviation);
  }
  const read = isJsonObject(result) ? withoutNulls(result) : {};
  if (asked?.method !== "tools/list") return read;
  return withResultType(repairToolPage(read, asked, onDeviation), asked, onDeviation);
}

/** A server of 2026 may ask for input first: its result then has another type. */
function isWhole(result: unknown, { isModern }: Asked): boolean {
  return !isModern || !isJsonObject(result) || typeof result.resultType !== "string" ||
    result.resultType === "complete";
}

/** Required since 2026; older revisions have none. */
function withResultType(result: JsonObject, { isModern }: Asked, onDeviation: OnDeviation): JsonObject {
  if (!isModern || typeof result.resultType === "string") return result;
  onDeviation({ kind: "resultTypeAbsent" });
  return { ...result, resultType: "complete" };
}

/** JSON-RPC 2.0, section 5.1: an integer `code` and a string `message`. Many servers send a text alone. */
function repairError(error: unknown): JsonObject {
  if (!isJsonObject(error)) return { code: INTERNAL_ERROR, message: wordsOf(error) };
  const { code, message, ...rest } = error;
  const number = typeof code === "string" && code.trim() !== "" ? Number(code) : code;
  const isInteger = Number.isInteger(number);
  const words = wordsOf(message ?? rest.detail ?? rest.error ?? rest.data ?? (isInteger ? undefined : code));
  const named = !isInteger && typeof code === "string" && words !== code ? `${code}: ${words}` : words;
  return { ...withoutNulls(rest), code: isInteger ? number : INTERNAL_ERROR, message: named };
}

const INTERNAL_ERROR = -32603;

function wordsOf(value: unknown): string {
  if (value === undefined) return "the server gave no message";
  return typeof value === "string" ? value : jsonText(value);
}
