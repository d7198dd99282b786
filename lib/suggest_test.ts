import assert from "node:assert/strict";
import { suggest } from "./suggest.ts";

Deno.test("a misspelt name gives the most similar names first, and no dissimilar ones", () => {
  const names = ["--version", "--verbose", "--reasoning"];
  assert.deepEqual(suggest("--versoin", names), ["--version"]);
  assert.deepEqual(suggest("--verison", names, 2), ["--version", "--verbose"]);
  assert.deepEqual(suggest("xyz", names), []);
  assert.deepEqual(suggest("xyz", []), []);
});
