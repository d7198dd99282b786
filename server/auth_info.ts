/**
 * The principal of a request, in the form in which the SDK passes it on.
 *
 * @module
 */
import type { AuthInfo } from "@modelcontextprotocol/server";
import type { Principal } from "../auth/keys.ts";

/** The SDK's form of a principal. It does not contain the key itself. */
export function authInfo({ keyId }: Principal): AuthInfo {
  return { token: "", clientId: keyId, scopes: [] };
}
