import assert from "node:assert/strict";
import { COMMANDS, SHELLS } from "./commands.ts";
import { complete, completionScript } from "./completions.ts";
import { UserError } from "./errors.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";
import type { Table } from "./setting.ts";

/** What is proposed for the last of `words`, without its meaning. */
function proposed(...words: string[]): string[] {
  const lines = complete(words, en, "1").trimEnd().split("\n");
  assert.match(lines.pop()!, /^:\d+$/);
  return lines.filter((line) => line !== "").map((line) => line.split("\t")[0]!);
}

Deno.test("commands are completed, except for the one that prints completions", () => {
  assert.deepEqual(proposed(""), Object.keys(COMMANDS));
  assert.deepEqual(proposed("to"), ["tools"]);
  assert.deepEqual(proposed("zzz"), []);
});

Deno.test("each flag of each command is completed, with its description in the user's language", () => {
  for (const [name, { settings }] of Object.entries(COMMANDS)) {
    // Of a switch that is on by default, only the way to turn it off.
    const flags = Object.values<Table[string]>(settings).flatMap(({ flag, negation: twin }) =>
      (twin ?? flag)?.match(/--[a-z-]+/)?.[0] ?? []
    );
    const found = proposed(name, "--");
    for (const flag of flags) assert.ok(found.includes(flag), `${name} ${flag}: ${found}`);
  }
  assert.match(complete(["ask", "--er"], fr, "1"), /^--era\t.*ère/);
});

Deno.test("values are completed if there are only a few", () => {
  assert.deepEqual(proposed("ask", "--era", ""), ["auto", "2024", "2025", "2026", "all"]);
  assert.deepEqual(proposed("tools", "--era=2"), ["2024", "2025", "2026"]);
  assert.deepEqual(proposed("ask", "--lang", ""), ["en", "fr"]);
  assert.deepEqual(proposed("completions", ""), SHELLS);
  assert.deepEqual(proposed("ask", "what", "is", "it"), []);
});

Deno.test("there is a completion script for each supported shell only", () => {
  for (const shell of SHELLS) assert.match(completionScript(shell, en, "1"), /mcpdemo complete -- /);
  for (const shell of ["", "tcsh", "__proto__"]) {
    assert.throws(
      () => completionScript(shell, en, "1"),
      (error) => error instanceof UserError && error.code === "unknown_shell" && error.exitStatus === 2,
    );
  }
});
