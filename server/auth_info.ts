/**
 * The principal of a request, in the form in which the SDK passes it on.
 *
 * @module
 */
import type { AuthInfo } from "@modelcontextprotocol/server";
import type { Principal, ToolAccess } from "../auth/keys.ts";

/** The SDK's form of a principal. It does not contain the key itself. */
export function authInfo({ keyId, access }: Principal): AuthInfo {
  return { token: "", clientId: keyId, scopes: [], ...(access ? { extra: { access } } : {}) };
}

/** What the key of a request may do with tools; `undefined` for everything. */
export function accessIn(info: AuthInfo | undefined): ToolAccess | undefined {
  return info?.extra?.access as ToolAccess | undefined;
}
