/**
 * What clients call themselves: `clientInfo.name`, sent once in a session or with each request of 2026.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { asObject } from "../lib/json.ts";
import { ownCopy } from "../lib/own_copy.ts";
import { createLru } from "../lib/lru.ts";
import type { Head } from "../lib/head.ts";
import { sessionInUrl } from "../trace/record/redact.ts";

/** How many sessions keep their client's name. */
const MAX_SESSIONS = 10_000;
/** How many characters of a name are kept. */
const MAX_NAME = 80;

/** Names the clients of requests. */
export interface ClientNames {
  /**
   * The client's name, or the id of its key, or `?`.
   *
   * @param body the parsed body of the request
   */
  nameOf(request: Pick<Head, "headers" | "url">, body: unknown, principal: Principal | undefined): string;
  /**
   * Remembers the name for a session that an answer has opened.
   *
   * @param answer the headers of the answer
   * @param body the parsed body of the request
   */
  opened(answer: Headers, body: unknown): void;
}

/** Creates an empty store. */
export function createClientNames(): ClientNames {
  const names = createLru<string, string>(MAX_SESSIONS);
  const remember = (session: string | null | undefined, name: string | undefined) => {
    if (session && name !== undefined) names.set(session, name);
  };
  return {
    nameOf({ headers, url }, body, principal) {
      const session = headers.get("mcp-session-id") ?? sessionInUrl(url);
      const sent = sentName(body);
      remember(session, sent);
      const known = session === undefined ? undefined : names.get(session);
      const keyId = principal?.keyId === "anonymous" ? undefined : principal?.keyId;
      return sent ?? known ?? keyId ?? "?";
    },
    opened: (answer, body) => remember(answer.get("mcp-session-id"), sentName(body)),
  };
}

/** MCP 2025-11-25 `basic/lifecycle`; 2026-07-28 `basic`, `_meta`. */
function sentName(body: unknown): string | undefined {
  const params = asObject(asObject(body).params);
  const meta = asObject(params._meta)["io.modelcontextprotocol/clientInfo"];
  const { name } = asObject(params.clientInfo ?? meta);
  return typeof name === "string" && name !== "" ? ownCopy(name.slice(0, MAX_NAME)) : undefined;
}
