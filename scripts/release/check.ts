/** Whether this tree may be released under a tag. */
import type { Entry } from "./changelog.ts";

export interface Candidate {
  readonly tag: string;
  /** Of `deno.json`. */
  readonly version: string;
  readonly entry: Entry | undefined;
  /** `owner/name` by `scripts/project.json`, and as the release is made in. */
  readonly named: string;
  readonly repository: string;
}

/** What stands against it, a sentence each. */
export function problemsOf({ tag, version, entry, named, repository }: Candidate): readonly string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, and deno.json says ${version}.`);
  if (entry?.version !== version) {
    problems.push(
      `deno.json says ${version}, and the top entry of CHANGELOG.md ${entry?.version ?? "is missing"}.`,
    );
  } else {
    if (entry.date === undefined) problems.push(`The entry ${version} of CHANGELOG.md has no date.`);
    if (entry.notes === "") problems.push(`The entry ${version} of CHANGELOG.md is empty.`);
  }
  if (named !== repository) problems.push(`scripts/project.json names ${named}, and this is ${repository}.`);
  return problems;
}
