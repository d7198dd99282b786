/**
 * The parts of a response that are explained: its events, its parts, its failure. Pure.
 *
 * @module
 */
import type { Exchange, Peer } from "../exchange.ts";
import { failureStep } from "./failure_step.ts";
import { asObject } from "../../lib/json.ts";
import { errorCode, methodOf, readJson, readMessage, type RpcMessage } from "./message.ts";
import type { StepKind } from "../step_kind.ts";

const BY_NOTIFICATION: Readonly<Record<string, StepKind>> = {
  "notifications/progress": "progress",
  "notifications/message": "log_message",
  "notifications/resources/updated": "resource_updated",
  "notifications/subscriptions/acknowledged": "subscription_acknowledged",
  "elicitation/create": "elicitation",
};

/** The kind of step of an event on the stream that answers the step `asked`. */
export function stepOfEvent(peer: Peer, asked: StepKind, event: string, data: string): StepKind {
  if (peer === "model") return data.trim() === "[DONE]" ? "model_done" : "model_chunk";
  if (event === "endpoint") return "endpoint_event";
  if (data === "") return "priming_event";
  const message = readMessage(data);
  const method = methodOf(message);
  if (method === undefined) return resultStep(message, ANSWERS[asked] ?? "result_on_stream");
  if (method.endsWith("/list_changed")) return "list_changed";
  if (Object.hasOwn(BY_NOTIFICATION, method)) return BY_NOTIFICATION[method]!;
  return message.id === undefined ? "server_notification" : "server_request";
}

/** The answers with a specific explanation. */
const ANSWERS: Partial<Record<StepKind, StepKind>> = {
  initialize: "server_hello",
  server_discover: "discover_result",
};

function resultStep(message: RpcMessage, fine: StepKind): StepKind {
  if (message.error !== undefined) return codeStep(errorCode(message)) ?? "rpc_error";
  const result = asObject(message.result);
  if (result.resultType === "input_required") return "input_required";
  return result.isError === true ? "tool_error" : fine;
}

function codeStep(code: number | undefined): StepKind | undefined {
  if (code === -32601) return "unknown_method";
  return code === -32602 ? "invalid_params" : undefined;
}

/** The explained parts of the response headers, before its events. */
export function headParts(exchange: Exchange): readonly StepKind[] {
  const { status, responseHeaders = {}, requestHeaders } = exchange;
  if (status === undefined || status >= 300) return [];
  const parts: StepKind[] = [];
  const isNew = requestHeaders["mcp-session-id"] === undefined;
  if (isNew && responseHeaders["mcp-session-id"] !== undefined) parts.push("session_id");
  const isStream = responseHeaders["content-type"]?.toLowerCase().startsWith("text/event-stream") ?? false;
  if (isStream && exchange.method === "POST" && exchange.peer === "mcp_server") parts.push("answer_stream");
  if (isStream && exchange.peer === "model") parts.push("model_stream");
  if (status === 202) parts.push(isAnsweredElsewhere(exchange) ? "accepted_elsewhere" : "accepted");
  return parts;
}

/** On HTTP+SSE, what asks for an answer gets it on the stream. */
function isAnsweredElsewhere({ era, rpc }: Exchange): boolean {
  return era === "2024" && rpc?.id !== undefined && rpc.method !== undefined;
}

/** What is explained at the end of an exchange: its answer, or what went wrong. */
export function endParts(exchange: Exchange): readonly StepKind[] {
  if (isLookInVain(exchange)) return ["default_server_absent"];
  const failure = failureStep(exchange);
  if (failure) return [failure];
  const { peer, step, responseBody = "" } = exchange;
  if (step === "stream_2024") return ["session_stream_ended"];
  if (step === "end_session") return ["session_ended"];
  if (isCancelled(exchange)) return ["closed_by_client"];
  // The events of a stream have been explained already.
  if (responseBody === "") return [];
  if (peer === "model") return [completionStep(responseBody)];
  const message = readMessage(responseBody);
  const isAnswer = message.result !== undefined || message.error !== undefined;
  return isAnswer ? [resultStep(message, ANSWERS[step] ?? "result")] : [];
}

/** Whether mcpdemo only looked for a server, and none answered: it then starts its own. */
export function isLookInVain({ lookup, status, failure }: Exchange): boolean {
  return lookup === true && status === undefined && failure !== undefined;
}

/** MCP 2026-07-28 `basic/transports/streamable-http`, Cancellation; in the eras before, leaving cancels nothing. */
function isCancelled(exchange: Exchange): boolean {
  const { aborted, era, peer, method } = exchange;
  return aborted === true && era === "2026" && peer === "mcp_server" && method === "POST" &&
    answerOf(exchange) === "";
}

function completionStep(body: string): StepKind {
  const { choices, object } = asObject(readJson(body));
  if (object === "list") return "result";
  const message = asObject(asObject(Array.isArray(choices) ? choices[0] : undefined).message);
  const calls = message.tool_calls;
  return Array.isArray(calls) && calls.length > 0 ? "tool_call_asked" : "final_answer";
}

/**
 * The JSON-RPC answer of an exchange, from its body or from the event that contains it; `""` if
 * there is none.
 */
export function answerOf({ responseBody = "", events, rpc }: Exchange): string {
  if (responseBody !== "") return responseBody;
  const isAnswer = (data: string) => {
    const message = readMessage(data);
    return message.id === rpc?.id && (message.result !== undefined || message.error !== undefined);
  };
  return rpc?.id === undefined ? "" : events.find(({ data }) => isAnswer(data))?.data ?? "";
}
