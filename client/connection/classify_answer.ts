/**
 * What the answer to our probe says about the era of the server that gave it. Pure.
 *
 * The rules are those of MCP 2026-07-28 (`basic/transports/streamable-http`, Backward Compatibility). An answer
 * that is not from a server of the newest era is never blamed: older servers never promised to know the probe.
 *
 * @module
 */
import { type DiscoverResult, specTypeSchemas } from "@modelcontextprotocol/client";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { described, type HttpAnswer, httpFinding, type HttpRequest } from "../../findings/http.ts";
import { jsonRpcIn } from "../../findings/json_rpc.ts";
import { isConnectFailure, networkFinding } from "../../findings/network.ts";
import { wordsOf } from "../../findings/peer_words.ts";
import { asObject } from "../../lib/json.ts";

/** The revision of the 2026 era. */
export const MODERN_REVISION = "2026-07-28";

/** What the answer to a probe says about the server. */
export type Verdict =
  /** The server speaks our revision; `discover` is its answer. */
  | { readonly kind: "modern"; readonly discover: DiscoverResult }
  | ConnectFailure;

/** Why an attempt to connect failed. */
export type ConnectFailure =
  /** Another era may succeed. `error` is what to say if none does. */
  | { readonly kind: "other_era"; readonly error: UserError; readonly weight: Weight }
  /** A failure that says nothing about the era: do not try another one. */
  | {
    readonly kind: "failure";
    readonly error: UserError;
    /** Whether the server refused our revision although it lists it as supported. */
    readonly offersOurs?: boolean;
  };

/**
 * How much a failure says about the server: nothing is there (0), something that is not MCP answers (1), the
 * server reports an error of its own (2), an MCP server answers the handshake (3).
 */
export type Weight = 0 | 1 | 2 | 3;

/** What an answer to `server/discover` says about the server. Pure. */
export function classifyAnswer(answer: HttpAnswer, request: HttpRequest): Verdict {
  const { url } = request;
  const finding = httpFinding(answer, request);
  if (finding) {
    // A server that fails at an unknown method may serve `initialize`; a real failure shows there again.
    const isOfProbe = answer.status >= 500;
    return isOfProbe ? { kind: "other_era", error: finding, weight: 2 } : { kind: "failure", error: finding };
  }
  const message = jsonRpcIn(answer);
  const { code, data } = asObject(message?.error);
  if (code === -32022) return unsupportedVersion(data, url);
  // Header mismatch and missing capability: only a server of the newest era knows these codes.
  if (code === -32020 || code === -32021) {
    const detail = `${code} ${oneLine(wordsOf(message?.error))}`;
    return { kind: "failure", error: new UserError("mcp_error", { url: url.href, detail }) };
  }
  const discover = specTypeSchemas.DiscoverResult["~standard"].validate(message?.result);
  if (answer.status === 200 && !(discover instanceof Promise) && !discover.issues) {
    return discover.value.supportedVersions.includes(MODERN_REVISION)
      ? { kind: "modern", discover: discover.value }
      : unsupportedVersion({ supported: discover.value.supportedVersions }, url);
  }
  return notMcp(answer, url);
}

/**
 * A response that no server of the era gives: there is no such endpoint, or it is a different kind
 * of server.
 */
export function notMcp(answer: HttpAnswer, url: URL): ConnectFailure {
  const isAbsent = [400, 404, 405, 406].includes(answer.status);
  const error = new UserError("not_an_mcp_server", {
    url: url.href,
    detail: described(answer),
    status: String(answer.status),
  });
  return { kind: "other_era", error, weight: isAbsent ? 0 : 1 };
}

/** What a failed `fetch` says: no program listens at `url`, or one accepted the connection and closed it. */
export function unreachableFailure(error: unknown, url: URL): ConnectFailure {
  // Our signals have the error to show as their reason.
  if (error instanceof UserError) return { kind: "failure", error };
  const data = { url: url.href, ...networkFinding(error) };
  return isConnectFailure(error)
    ? { kind: "failure", error: new UserError("mcp_unreachable", data, { cause: error }) }
    : { kind: "other_era", error: new UserError("mcp_silent", data, { cause: error }), weight: 1 };
}

function unsupportedVersion(data: unknown, url: URL): Verdict {
  const { supported } = asObject(data);
  const versions = Array.isArray(supported) ? supported.filter((each) => typeof each === "string") : [];
  const offersOurs = versions.includes(MODERN_REVISION);
  const revisions = oneLine(versions.join(", "));
  const why = { reason: "other_revisions", revisions } as const;
  const error = new UserError("unsupported_era", { url: url.href, era: "2026", ...why });
  const mayBeOlder = versions.length === 0 || versions.some((version) => version < MODERN_REVISION);
  return offersOurs || !mayBeOlder
    ? { kind: "failure", error, ...(offersOurs ? { offersOurs } : {}) }
    : { kind: "other_era", error, weight: 0 };
}
