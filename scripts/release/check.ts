/** Whether this tree may be released under a tag. */
import type { Entry } from "./changelog.ts";

/** What is about to be released. */
export interface Candidate {
  /** The tag, for instance `v1.2.3`. */
  readonly tag: string;
  /** Of `deno.json`. */
  readonly version: string;
  /** The top entry of the changelog, if it has one. */
  readonly entry: Entry | undefined;
  /** `owner/name` by `scripts/project.json`, and as the release is made in. */
  readonly named: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
}

/** The reasons against it, one sentence each. */
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
