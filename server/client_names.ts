/** What clients call themselves: `clientInfo.name`, told once for a session, or with each request of 2026. */
import type { Principal } from "../auth/keys.ts";
import { asObject } from "../lib/json.ts";
import { readJson } from "../trace/steps/message.ts";
import { createLru } from "../lib/lru.ts";
import { sessionInUrl } from "../trace/record/redact.ts";

/** So many sessions keep their client's name, and so many characters of it. */
const MAX_SESSIONS = 10_000;
const MAX_NAME = 80;

export interface ClientNaming {
  /** The client's name, or its key's id, or `?`. */
  nameOf(body: string, principal: Principal | undefined): string;
  /** The answer may open the session in which the name is remembered. */
  answered(headers: Headers): void;
}

/** Begins with no session known. */
export function createClientNames(): (request: Request) => ClientNaming {
  const names = createLru<string, string>(MAX_SESSIONS);
  return ({ headers, url }) => {
    const session = headers.get("mcp-session-id") ?? sessionInUrl(url);
    let told: string | undefined;
    const tellOf = (id: string | null | undefined) => {
      if (id && told !== undefined) names.set(id, told);
    };
    return {
      nameOf(body, principal) {
        told = toldName(body);
        tellOf(session);
        const known = session === undefined ? undefined : names.get(session);
        const keyId = principal?.keyId === "anonymous" ? undefined : principal?.keyId;
        return told ?? known ?? keyId ?? "?";
      },
      answered: (answer) => tellOf(answer.get("mcp-session-id")),
    };
  };
}

/** MCP 2025-11-25 `basic/lifecycle`; 2026-07-28 `basic`, `_meta`. */
function toldName(body: string): string | undefined {
  if (!body.includes("lientInfo")) return undefined;
  const params = asObject(asObject(readJson(body)).params);
  const meta = asObject(params._meta)["io.modelcontextprotocol/clientInfo"];
  const { name } = asObject(params.clientInfo ?? meta);
  return typeof name === "string" && name !== "" ? name.slice(0, MAX_NAME) : undefined;
}
