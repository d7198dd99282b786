import assert from "node:assert/strict";
import { memoized } from "./memoized.ts";

Deno.test("a result is computed once, also if it is undefined", () => {
  const asked: string[] = [];
  const first = memoized((text) => (asked.push(text), text.at(0)));
  assert.deepEqual([first("ab"), first("ab"), first(""), first("")], ["a", "a", undefined, undefined]);
  assert.deepEqual(asked, ["ab", ""]);
});

Deno.test("only the results of the last few short texts are kept", () => {
  let computed = 0;
  const length = memoized((text) => (computed++, text.length));
  const long = "x".repeat(1_000);
  length(long);
  length(long);
  assert.equal(computed, 2);
  length("first");
  for (let index = 0; index < 1_000; index++) length(String(index));
  computed = 0;
  length("first");
  assert.equal(computed, 1);
});
