/**
 * A one-line summary of a message: the arguments of a call, the names of the tools, the text of a
 * result.
 *
 * @module
 */
import { oneLine } from "../../cli/printable.ts";
import { answerOf } from "./answer_step.ts";
import type { Exchange } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { readJson, readMessage } from "./message.ts";

/** The maximum length of a summary, in characters. */
const GIST = 300;

/** The summary of a request, or `""`. */
export function requestSummary(exchange: Exchange): string {
  const body = readJson(exchange.requestBody);
  const params = asObject(asObject(body).params);
  switch (exchange.step) {
    case "initialize":
      return listed([
        text(params.protocolVersion),
        nameOf(params.clientInfo),
        ...keysOf(params.capabilities),
      ]);
    case "tools_call":
    case "tools_call_again":
    case "prompts_get":
      return line(`${text(params.name)} ${JSON.stringify(params.arguments ?? {})}`);
    case "resources_read":
    case "resources_subscribe":
    case "resources_unsubscribe":
      return line(text(params.uri));
    case "cancelled":
      return line(`requestId ${text(params.requestId)} ${text(params.reason)}`);
    case "answer_to_server":
      return line(JSON.stringify(asObject(body).result ?? asObject(body).error ?? {}));
    case "model_question":
    case "model_results":
      return line(lastMessage(asObject(body).messages));
    default:
      return "";
  }
}

/**
 * The summary of a response, or `""`: none for a stream of MCP events, since each event has its
 * own.
 */
export function answerSummary(exchange: Exchange): string {
  const { peer, responseBody = "", status = 0 } = exchange;
  if (peer === "model") return line(modelGist(responseBody));
  if (responseBody === "") return "";
  const message = readMessage(responseBody);
  const said = messageGist(answerOf(exchange));
  const isPlain = message.result === undefined && message.error === undefined;
  return said || (isPlain && status >= 400 ? line(responseBody) : "");
}

/** The summary of an event of a stream, or `""`. */
export function eventSummary(event: string, data: string): string {
  return event === "endpoint" ? line(data) : messageGist(data);
}

function messageGist(data: string): string {
  const { result, error, params } = readMessage(data);
  if (error !== undefined) {
    const { code, message } = asObject(error);
    return line(`${text(code)} ${text(message)}`);
  }
  return result === undefined ? notificationGist(asObject(params)) : resultGist(asObject(result));
}

function notificationGist(params: Readonly<Record<string, unknown>>): string {
  const { progress, total, message, uri, data } = params;
  const done = progress === undefined
    ? ""
    : total === undefined
    ? text(progress)
    : `${text(progress)}/${text(total)}`;
  return line(
    [done, text(message), text(uri), data === undefined ? "" : JSON.stringify(data)].filter(Boolean).join(
      " ",
    ),
  );
}

function resultGist(result: Readonly<Record<string, unknown>>): string {
  const { supportedVersions, protocolVersion, serverInfo, capabilities, content } = result;
  if (supportedVersions !== undefined || protocolVersion !== undefined) {
    const info = serverInfo ?? asObject(result._meta)["io.modelcontextprotocol/serverInfo"];
    return listed([
      ...texts(supportedVersions),
      text(protocolVersion),
      nameOf(info),
      ...keysOf(capabilities),
    ]);
  }
  if (Array.isArray(result.tools)) return listed(result.tools.map(toolGist));
  const named = ["resources", "resourceTemplates", "prompts"].map((key) => result[key])
    .find((list) => Array.isArray(list));
  if (Array.isArray(named)) return listed(named.map((each) => text(asObject(each).name)));
  if (Array.isArray(content)) return line(content.map((each) => text(asObject(each).text)).join(" "));
  if (result.inputRequests !== undefined) {
    const asked = Object.values(asObject(result.inputRequests)).map((each) =>
      asObject(asObject(each).params)
    );
    return line(asked.map(({ message }) => text(message)).join(" "));
  }
  return "";
}

/** A tool's name, and the annotation by which a call may be repeated. */
function toolGist(tool: unknown): string {
  const { name, annotations } = asObject(tool);
  const { readOnlyHint, idempotentHint } = asObject(annotations);
  const hint = readOnlyHint === true ? "readOnlyHint" : idempotentHint === true ? "idempotentHint" : "";
  return hint && text(name) ? `${text(name)} (${hint})` : text(name);
}

function modelGist(body: string): string {
  const { choices, error, data } = asObject(readJson(body));
  if (Array.isArray(data)) return data.map((each) => text(asObject(each).id)).join(", ");
  if (error !== undefined) return text(asObject(error).message) || JSON.stringify(error);
  const message = asObject(asObject(Array.isArray(choices) ? choices[0] : undefined).message);
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const asked = calls.map((call) => asObject(asObject(call).function))
    .map(({ name, arguments: args }) =>
      `${text(name)} ${typeof args === "string" ? args : JSON.stringify(args)}`
    );
  return [text(message.content), ...asked].filter(Boolean).join(" ");
}

function lastMessage(messages: unknown): string {
  if (!Array.isArray(messages)) return "";
  const last = messages.findLastIndex((each) => asObject(each).role !== "tool");
  // All results since the model's last turn, or the question.
  const shown = last === messages.length - 1 ? messages.slice(-1) : messages.slice(last + 1);
  return shown.map((each) => text(asObject(each).content)).join(" ");
}

function nameOf(info: unknown): string {
  const { name, version } = asObject(info);
  return [text(name), text(version)].filter(Boolean).join(" ");
}

function keysOf(capabilities: unknown): string[] {
  return Object.keys(asObject(capabilities));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function listed(parts: readonly string[]): string {
  return line(parts.filter(Boolean).join(", "));
}

function line(text: string): string {
  return oneLine(text, GIST);
}
