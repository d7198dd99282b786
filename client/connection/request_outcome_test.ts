import assert from "node:assert/strict";
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { type LostRequest, lostRequestOf } from "./request_outcome.ts";
import type { Connection } from "./connection.ts";

const withSession = (sessionId: string | undefined) =>
  ({ hasSession: sessionId !== undefined }) satisfies Pick<Connection, "hasSession">;

const http = (status: number, text = "") =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "failed", { status, statusText: "", text });
const posted = (status: number, text = "") =>
  new Error(`Error POSTing to endpoint (HTTP ${status}): ${text}`);
const network = (kind: string) =>
  new TypeError("error sending request", { cause: `client error (${kind}): x` });

const CASES: Record<string, [unknown, string | undefined, LostRequest | undefined]> = {
  "404 with a session": [http(404, "<h1>not found</h1>"), "s1", "not_sent"],
  "404 without a session: not the session's doing": [http(404), undefined, undefined],
  "400 of the v1 SDK": [
    http(400, '{"error":{"message":"Bad Request: No valid session ID provided"}}'),
    "s",
    "not_sent",
  ],
  "400 of a v1 transport that is new": [http(400, "Bad Request: Server not initialized"), "s", "not_sent"],
  "400 of FastMCP": [http(400, "Bad Request: Missing session ID"), "s", "not_sent"],
  "400 about something else": [http(400, "Parse error"), "s", undefined],
  "500": [http(500), "s", undefined],
  "499, a handler that was closed": [http(499), undefined, "outcome_unknown"],
  "502, a proxy before a server that is gone": [http(502), "s", "outcome_unknown"],
  "HTTP+SSE: 404": [posted(404, "Session not found"), undefined, "not_sent"],
  "HTTP+SSE: 400 about the session": [posted(400, "Invalid session ID"), undefined, "not_sent"],
  "HTTP+SSE: 400 about something else": [posted(400, "Invalid message"), undefined, undefined],
  "a refused connection": [network("Connect"), "s", "not_sent"],
  "a connection that broke": [network("SendRequest"), "s", "outcome_unknown"],
  "a closed connection": [new SdkError(SdkErrorCode.ConnectionClosed, "closed"), "s", "outcome_unknown"],
  "an answer that is not as it should be": [new SdkError(SdkErrorCode.InvalidResult, "bad"), "s", undefined],
  "a JSON-RPC error": [new ProtocolError(-32602, "no such tool"), "s", undefined],
  "a JSON-RPC error with data": [new ProtocolError(-32000, "no", {}), "s", undefined],
};

for (const [name, [error, sessionId, expected]] of Object.entries(CASES)) {
  Deno.test(`lossOf: ${name}: ${expected ?? "no loss"}`, () => {
    assert.equal(lostRequestOf(error, withSession(sessionId)), expected);
  });
}
