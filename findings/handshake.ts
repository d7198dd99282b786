/**
 * What an answer to `initialize` says, if it does not open a session.
 *
 * @module
 */
import { UserError } from "../cli/errors.ts";
import { oneLine } from "../cli/printable.ts";
import { asObject } from "../lib/json.ts";
import { isEventStream } from "../lib/media_type.ts";
import { jsonRpcIn } from "./json_rpc.ts";
import type { HttpAnswer } from "./http.ts";
import { wordsOf } from "./peer_words.ts";

/**
 * The failure in an answer to `initialize`: a JSON-RPC error, or a result that does not fit. `fits` if there is
 * none, and `undefined` if the body holds no JSON-RPC message, so that the server does not speak MCP.
 *
 * @param id of the request
 * @param supported the revisions that we speak
 */
export function handshakeFinding(
  answer: HttpAnswer,
  url: URL,
  id: unknown,
  supported: readonly string[],
): UserError | "fits" | undefined {
  const message = jsonRpcIn(answer);
  if (message === undefined) {
    if (answer.status !== 200) return undefined;
    if (isEventStream(answer.headers)) return invalid(url, { reason: "stream_ended" });
    if (answer.body.trimStart().startsWith("[")) {
      return invalid(url, { reason: "not_rpc", text: oneLine(answer.body, 80) });
    }
    const isBroken = /json/i.test(answer.headers.get("content-type") ?? "") && !isJson(answer.body);
    return isBroken ? invalid(url, { reason: "broken_json", text: oneLine(answer.body, 80) }) : undefined;
  }
  if (message.error !== undefined && message.error !== null) {
    const { code } = asObject(message.error);
    const words = oneLine(wordsOf(message.error)) || "no message";
    const number = typeof code === "number" || typeof code === "string" ? `${oneLine(String(code))} ` : "";
    return new UserError("mcp_handshake_refused", {
      url: url.href,
      detail: `${number}${words}`,
      status: String(answer.status),
    });
  }
  if (message.id !== undefined && message.id !== id) {
    return invalid(url, {
      reason: "other_id",
      id: oneLine(JSON.stringify(message.id), 40),
      expected: String(id),
    });
  }
  if (!("result" in message)) return invalid(url, { reason: "member", name: "result" });
  const { protocolVersion, capabilities, serverInfo } = asObject(message.result);
  if (typeof protocolVersion !== "string") return invalid(url, { reason: "member", name: "protocolVersion" });
  if (!supported.includes(protocolVersion)) {
    const revisions = supported.toSorted().join(", ");
    return invalid(url, { reason: "unknown_revision", revision: oneLine(protocolVersion, 40), revisions });
  }
  if (typeof capabilities !== "object" || Array.isArray(capabilities)) {
    return invalid(url, { reason: "member", name: "capabilities" });
  }
  const { name, version } = asObject(serverInfo);
  if (typeof name !== "string") return invalid(url, { reason: "member", name: "serverInfo.name" });
  if (typeof version !== "string") return invalid(url, { reason: "member", name: "serverInfo.version" });
  return "fits";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function invalid(url: URL, data: ConstructorParameters<typeof UserError>[1]): UserError {
  return new UserError("mcp_invalid_answer", { url: url.href, method: "initialize", ...data });
}
