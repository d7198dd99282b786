/** What the shipped program may do, written out (`docs/decisions/010-what-the-binary-may-do.md`). */
export const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--deny-run",
  "--deny-ffi",
  "--deny-import",
  "--allow-net",
  "--allow-env",
  "--allow-read",
  "--allow-write",
];

/** Behaviour of the runtime, and shared ports, that the program counts on; the same as `unstable` in `deno.json`. */
export const UNSTABLE: readonly string[] = ["--unstable-no-legacy-abort", "--unstable-net"];
