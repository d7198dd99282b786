/**
 * Gives up the permissions that a command does not need, for good.
 *
 * @module
 */

export type FilePermission = "read" | "write";

/** Keeps only the permissions on files that this run needs: for the files that its flags name. */
export function keepOnly(needed: readonly FilePermission[]): void {
  for (const name of ["read", "write"] as const) {
    if (!needed.includes(name)) Deno.permissions.revokeSync({ name });
  }
}
