/**
 * The error for an address that cannot be listened on.
 *
 * @module
 */
import { UserError } from "./errors.ts";

/** What the runtime threw, as an error for the user: `port_taken` or `cannot_listen`. */
export function listenError(
  error: unknown,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): UserError {
  const data = { host: hostname, port: String(port) };
  if (error instanceof Deno.errors.AddrInUse) return new UserError("port_taken", data, { cause: error });
  const detail = error instanceof Error ? error.message : String(error);
  return new UserError("cannot_listen", { ...data, detail }, { cause: error });
}
