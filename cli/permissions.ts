/** Gives up what a command does not need. What was given up cannot be had back. */

export type FilePermission = "read" | "write";

/** Keeps, of the file system, only what this run was told to use: files that its flags name. */
export function keepOnly(needed: readonly FilePermission[]): void {
  for (const name of ["read", "write"] as const) {
    if (!needed.includes(name)) Deno.permissions.revokeSync({ name });
  }
}
