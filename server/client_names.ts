/**
 * What clients call themselves: `clientInfo.name`, sent once in a session or with each request of 2026.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { asObject } from "../lib/json.ts";
import { ownCopy } from "../lib/own_copy.ts";
import { createLru } from "../lib/lru.ts";
import { sessionInUrl } from "../trace/record/redact.ts";

/** How many sessions keep their client's name. */
const MAX_SESSIONS = 10_000;
/** How many characters of a name are kept. */
const MAX_NAME = 80;

/** Names the client of one request. */
export interface ClientNaming {
  /**
   * The client's name, or the id of its key, or `?`.
   *
   * @param body the parsed body of the request
   */
  nameOf(body: unknown, principal: Principal | undefined): string;
  /** Reads the headers of the answer: they may open the session for which the name is remembered. */
  answered(headers: Headers): void;
}

/** Creates an empty store. */
export function createClientNames(): (request: Request) => ClientNaming {
  const names = createLru<string, string>(MAX_SESSIONS);
  return ({ headers, url }) => {
    const session = headers.get("mcp-session-id") ?? sessionInUrl(url);
    let sent: string | undefined;
    const remember = (id: string | null | undefined) => {
      if (id && sent !== undefined) names.set(id, sent);
    };
    return {
      nameOf(body, principal) {
        sent = sentName(body);
        remember(session);
        const known = session === undefined ? undefined : names.get(session);
        const keyId = principal?.keyId === "anonymous" ? undefined : principal?.keyId;
        return sent ?? known ?? keyId ?? "?";
      },
      answered: (answer) => remember(answer.get("mcp-session-id")),
    };
  };
}

/** MCP 2025-11-25 `basic/lifecycle`; 2026-07-28 `basic`, `_meta`. */
function sentName(body: unknown): string | undefined {
  const params = asObject(asObject(body).params);
  const meta = asObject(params._meta)["io.modelcontextprotocol/clientInfo"];
  const { name } = asObject(params.clientInfo ?? meta);
  return typeof name === "string" && name !== "" ? ownCopy(name.slice(0, MAX_NAME)) : undefined;
}
