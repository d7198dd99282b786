/**
 * Recognises a request that needs no second look: exactly what MCP 2026-07-28 asks for, in its plainest form.
 *
 * @module
 */

import type { Head } from "../../lib/head.ts";

/** A request whose head and body agree, and hold nothing unusual. */
export interface PlainRequest {
  /** The JSON-RPC id: text, or an integer that a number holds exactly. */
  readonly id: string | number;
  /** The JSON-RPC method. */
  readonly method: string;
  /** With its `_meta`, which has been checked. */
  readonly params: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const REVISION = "2026-07-28";

/** The headers that repeat a part of the body (MCP 2026-07-28 `basic/transports/streamable-http`). */
const NAMED_BY: Readonly<Record<string, string>> = { "tools/call": "name", "resources/read": "uri" };

/**
 * Reads a request, or returns `undefined` if it is anything but plain: the SDK judges those. Never throws.
 *
 * @param body the parsed body
 */
export function readPlainRequest(headers: Head["headers"], body: unknown): PlainRequest | undefined {
  if (!isObject(body) || !hasOnly(body, REQUEST)) return undefined;
  const { jsonrpc, id, method, params } = body;
  if (jsonrpc !== "2.0" || typeof method !== "string" || !isObject(params)) return undefined;
  if (typeof id !== "string" && !Number.isSafeInteger(id)) return undefined;
  if (!isPlainMeta(params._meta)) return undefined;
  if (headers.get("mcp-protocol-version") !== REVISION || headers.get("mcp-method") !== method) {
    return undefined;
  }
  const source = NAMED_BY[method];
  if (source !== undefined && headers.get("mcp-name") !== params[source]) return undefined;
  return { id: id as string | number, method, params };
}

/**
 * Reads a call in a session (MCP 2024-11-05 to 2025-11-25, `server/tools`) in its plainest form; `undefined`
 * for anything else. Never throws.
 *
 * @param body the parsed body
 */
export function readPlainCall(body: unknown): PlainRequest | undefined {
  if (!isObject(body) || !hasOnly(body, REQUEST)) return undefined;
  const { jsonrpc, id, method, params } = body;
  if (jsonrpc !== "2.0" || method !== "tools/call" || !isObject(params)) return undefined;
  if (typeof id !== "string" && !Number.isSafeInteger(id)) return undefined;
  const { _meta = {} } = params;
  if (!isObject(_meta) || !hasOnly(_meta, ["progressToken"])) return undefined;
  const { progressToken = "" } = _meta;
  if (typeof progressToken !== "string" && !Number.isSafeInteger(progressToken)) return undefined;
  return { id: id as string | number, method, params };
}

const REQUEST = ["jsonrpc", "id", "method", "params"];

const VERSION = "io.modelcontextprotocol/protocolVersion";
const CLIENT = "io.modelcontextprotocol/clientInfo";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const META = [VERSION, CLIENT, CAPABILITIES, "progressToken"];

/** MCP 2026-07-28 `basic`, `_meta`. */
function isPlainMeta(meta: unknown): boolean {
  if (!isObject(meta)) return false;
  const { [VERSION]: version, [CLIENT]: client, [CAPABILITIES]: capabilities, progressToken = "" } = meta;
  return hasOnly(meta, META) && version === REVISION && isPlainClient(client) &&
    isObject(capabilities) && isPlainCapabilities(capabilities) &&
    (typeof progressToken === "string" || Number.isSafeInteger(progressToken));
}

function isPlainClient(client: unknown): boolean {
  if (!isObject(client) || !hasOnly(client, ["name", "version", "title"])) return false;
  const { name, version, title = "" } = client;
  return typeof name === "string" && typeof version === "string" && typeof title === "string";
}

/** What a client may be capable of, and the switches of each. */
const CAPABLE: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  elicitation: { form: isEmpty, url: isEmpty },
  roots: { listChanged: (value) => typeof value === "boolean" },
  sampling: { context: isEmpty, tools: isEmpty },
};

function isPlainCapabilities(capabilities: Fields): boolean {
  for (const name in capabilities) {
    const switches = Object.hasOwn(CAPABLE, name) ? CAPABLE[name]! : undefined;
    const given = capabilities[name];
    if (!switches || !isObject(given)) return false;
    for (const each in given) {
      if (!Object.hasOwn(switches, each) || !switches[each]!(given[each])) return false;
    }
  }
  return true;
}

function isEmpty(value: unknown): boolean {
  return isObject(value) && hasOnly(value, []);
}

/** Whether a value is an object, and not an array. */
function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an object has no other members than these. */
export function hasOnly(object: Fields, names: readonly string[]): boolean {
  for (const name in object) if (!names.includes(name)) return false;
  return true;
}
