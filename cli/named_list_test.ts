import assert from "node:assert/strict";
import { UserError } from "./errors.ts";
import { listOf, namesIn } from "./named_list.ts";

const NAMES = ["no-index", "no-ids"] as const;

Deno.test("names come one by one or with commas, in the order in which they are given", () => {
  assert.deepEqual(namesIn(["no-ids, no-index", "no-ids"], NAMES, "unknown_quirk"), [
    "no-ids",
    "no-index",
    "no-ids",
  ]);
  assert.deepEqual(namesIn([], NAMES, "unknown_quirk"), []);
  assert.equal(namesIn(["no-ids,list"], NAMES, "unknown_quirk"), "list");
});

Deno.test("an unknown name is an error with the nearest one", () => {
  assert.throws(
    () => namesIn(["no-indx"], NAMES, "unknown_quirk"),
    (error) =>
      error instanceof UserError && error.code === "unknown_quirk" && error.data.nearest === "no-index",
  );
});

Deno.test("the list has a line for each name, and its meanings in a column", () => {
  assert.equal(listOf(NAMES, { "no-index": "A.", "no-ids": "B." }), "no-index  A.\nno-ids    B.\n");
});
