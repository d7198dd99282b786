/**
 * What this program was built from. `scripts/bundle.ts` writes the facts over the marks.
 *
 * @module
 */
import type { Messages } from "./messages/messages.ts";

const COMMIT = "@commit@";
const BUILT = "@built@";

/** `--version --verbose`: one line per known fact. When run from source there are no build facts. */
export function verboseVersion(version: string, { versionFacts: names }: Messages["help"]): string {
  const facts = [
    [names.commit, COMMIT],
    [names.built, BUILT],
    [names.runtime, `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`],
    [names.system, Deno.build.target],
  ] as const;
  const lines = facts.filter(([, fact]) => !fact.startsWith("@")).map(([name, fact]) => `${name}: ${fact}\n`);
  return `mcpdemo ${version}\n${lines.join("")}`;
}
