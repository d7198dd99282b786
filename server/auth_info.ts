/** Who sends a request, in the form in which the SDK hands it on. The key itself is not in it. */
import type { AuthInfo } from "@modelcontextprotocol/server";
import type { Principal } from "../auth/keys.ts";

export function authInfo({ keyId }: Principal): AuthInfo {
  return { token: "", clientId: keyId, scopes: [] };
}
