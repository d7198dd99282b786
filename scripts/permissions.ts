/** What the shipped program may do, written out (`docs/decisions/007-what-the-binary-may-do.md`). */
import { ASK_SETTINGS, SERVE_SETTINGS, type Table } from "../cli/settings.ts";

/** The variables that are read; all others do not exist for the program or its libraries. */
export const VARIABLES: readonly string[] = [
  ...new Set([
    ...[SERVE_SETTINGS, ASK_SETTINGS].flatMap(variablesOf),
    ...["MCPDEMO_LANG", "LC_ALL", "LANG"],
    ...["NO_PROXY", "no_proxy"],
  ]),
].sort();

export const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--deny-run",
  "--deny-ffi",
  "--deny-import",
  "--allow-net",
  `--allow-env=${VARIABLES.join(",")}`,
  "--ignore-env",
  "--allow-read",
  "--allow-write",
];

/** Behaviour of the runtime that the program counts on; the same as `unstable` in `deno.json`. */
export const UNSTABLE: readonly string[] = ["--unstable-no-legacy-abort"];

function variablesOf(table: Table): readonly string[] {
  return Object.values(table).flatMap(({ variables = [] }) => variables);
}
