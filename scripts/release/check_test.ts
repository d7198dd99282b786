import assert from "node:assert/strict";
import { topEntry } from "./changelog.ts";
import { type Candidate, problemsOf } from "./check.ts";

const ENTRY = { version: "1.2.3", date: "2026-11-24", notes: "- A thing." };
const RIGHT: Candidate = { tag: "v1.2.3", version: "1.2.3", entry: ENTRY, named: "a/b", repository: "a/b" };

Deno.test("tag, deno.json and changelog that agree may be released", () => {
  assert.deepEqual(problemsOf(RIGHT), []);
});

const WRONG: readonly [string, Partial<Candidate>, RegExp][] = [
  ["another tag", { tag: "v1.2.4" }, /tag is v1\.2\.4/],
  ["a tag without its v", { tag: "1.2.3" }, /tag is 1\.2\.3/],
  ["another top entry", { entry: { ...ENTRY, version: "1.2.2" } }, /top entry of CHANGELOG.md 1\.2\.2/],
  ["an unreleased top entry", { entry: { ...ENTRY, version: "Unreleased" } }, /Unreleased/],
  ["no entry", { entry: undefined }, /missing/],
  ["an entry without its day", { entry: { ...ENTRY, date: undefined } }, /no date/],
  ["an empty entry", { entry: { ...ENTRY, notes: "" } }, /empty/],
  ["an owner that is not yet filled in", { named: "_owner_/b" }, /_owner_/],
];
for (const [name, difference, problem] of WRONG) {
  Deno.test(`${name} cannot be released`, () => {
    const problems = problemsOf({ ...RIGHT, ...difference });
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, problem);
  });
}

Deno.test("only the top entry of a changelog is read", () => {
  const text =
    "# Changelog\n\nWords.\n\n## [1.2.3] - 2026-11-24\n\n### Added\n\n- One.\n\n## [1.2.2] - 2026-01-01\n\n- Two.\n";
  assert.deepEqual(topEntry(text), { version: "1.2.3", date: "2026-11-24", notes: "### Added\n\n- One." });
});

Deno.test("an entry may be undated, and a changelog empty", () => {
  assert.deepEqual(topEntry("# C\n\n## [Unreleased]\n"), {
    version: "Unreleased",
    date: undefined,
    notes: "",
  });
  assert.equal(topEntry("# Changelog\n"), undefined);
});
