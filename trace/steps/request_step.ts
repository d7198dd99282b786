/**
 * The kind of step of a request, its era, and its explained parts. Pure.
 *
 * @module
 */
import type { Exchange, Peer, TraceEra } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { methodOf, readJson, type RpcMessage } from "./message.ts";
import type { StepKind } from "../step_kind.ts";

/** The properties that determine the step of a request. */
export interface RequestFacts {
  /** The kind of server that answers. */
  readonly peer: Peer;
  /** The HTTP method. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; `""` if there is none, or it was not read. */
  readonly body: string;
  /** The parsed body. */
  readonly message: RpcMessage;
}

const BY_METHOD: Readonly<Record<string, StepKind>> = {
  "server/discover": "server_discover",
  "initialize": "initialize",
  "notifications/initialized": "initialized",
  "notifications/cancelled": "cancelled",
  "ping": "ping",
  "tools/list": "tools_list",
  "tools/call": "tools_call",
  "resources/list": "resources_list",
  "resources/templates/list": "resources_templates_list",
  "resources/read": "resources_read",
  "resources/subscribe": "resources_subscribe",
  "resources/unsubscribe": "resources_unsubscribe",
  "prompts/list": "prompts_list",
  "prompts/get": "prompts_get",
  "completion/complete": "completion_complete",
  "logging/setLevel": "logging_set_level",
  "subscriptions/listen": "subscriptions_listen",
};

/** The kind of step of a request. */
export function stepOfRequest(facts: RequestFacts): StepKind {
  if (facts.peer === "model") return modelStep(facts);
  const { method, headers, message } = facts;
  if (method === "OPTIONS") return "preflight";
  if (method === "DELETE") return "end_session";
  const path = pathOf(facts.url);
  if (path.startsWith("/.well-known/")) return "oauth_discovery";
  if (path === "/register") return "oauth_register";
  if (method === "GET") return getStep(path, headers);
  const rpcMethod = methodOf(message) ?? headers["mcp-method"];
  if (rpcMethod === undefined) {
    if (isUnread(facts)) return "unread_request";
    return isAnswer(message) ? "answer_to_server" : "other_request";
  }
  if (rpcMethod === "tools/call" && asObject(message.params).inputResponses !== undefined) {
    return "tools_call_again";
  }
  const known = Object.hasOwn(BY_METHOD, rpcMethod) ? BY_METHOD[rpcMethod] : undefined;
  return known ?? (rpcMethod.startsWith("notifications/") ? "notification" : "other_request");
}

function getStep(path: string, headers: RequestFacts["headers"]): StepKind {
  if (path === "/healthz") return "health";
  if (headers["last-event-id"] !== undefined) return "stream_resumed";
  if (headers["mcp-session-id"] !== undefined || /\/mcp\/?$/.test(path)) return "stream_2025";
  const wantsEvents = headers.accept?.includes("text/event-stream") ?? false;
  return wantsEvents || /\/sse\/?$/.test(path) ? "stream_2024" : "other_http";
}

/** A server does not read the body of a request that it refuses because of its headers. */
function isUnread({ body, headers }: RequestFacts): boolean {
  return body === "" && (Number(headers["content-length"]) > 0 || headers["transfer-encoding"] !== undefined);
}

function isAnswer(message: RpcMessage): boolean {
  return message.result !== undefined || message.error !== undefined;
}

function modelStep({ method, url, message }: RequestFacts): StepKind {
  if (method === "GET" && pathOf(url).endsWith("/models")) return "models_list";
  const { messages } = message as { messages?: unknown };
  const isResult = (each: unknown) => asObject(each).role === "tool";
  return Array.isArray(messages) && messages.some(isResult) ? "model_results" : "model_question";
}

/** The era of a request, if the request alone reveals it. */
export function eraOfRequest({ peer, method, url, headers }: RequestFacts): TraceEra | undefined {
  if (peer === "model") return undefined;
  if (/[?&]session_?id=/i.test(url) || /\/messages\/?$/.test(pathOf(url))) return "2024";
  const revision = headers["mcp-protocol-version"];
  if (revision !== undefined && revision >= "2026") return "2026";
  if (revision !== undefined || headers["mcp-session-id"] !== undefined) return "2025";
  if (method === "GET") return getStep(pathOf(url), headers) === "stream_2024" ? "2024" : undefined;
  return method === "POST" ? "2025" : undefined;
}

/** The explained parts of a request, besides the step itself. */
export function requestParts(exchange: Exchange): readonly StepKind[] {
  const { peer, url, requestHeaders, requestBody, step, era } = exchange;
  const parts: StepKind[] = [];
  if (step === "initialize") parts.push("client_hello");
  if (peer === "mcp_server") {
    if (requestHeaders.authorization !== undefined) parts.push("auth_header");
    if (era === "2026" && requestHeaders["mcp-method"] !== undefined) parts.push("revision_headers");
    if (era === "2026" && /"_meta"/.test(requestBody)) parts.push("request_meta");
  } else {
    if (requestHeaders.authorization !== undefined) parts.push("model_key");
    if (Array.isArray(asObject(readJson(requestBody)).tools)) parts.push("tool_conversion");
  }
  if (peer === "model" && URL.parse(url)?.hostname.endsWith(".invalid")) parts.push("offline_model");
  return parts;
}

/** The path of a URL, `/` if it has none. */
export function pathOf(url: string): string {
  return URL.parse(url, "http://localhost")?.pathname ?? "/";
}
