import assert from "node:assert/strict";
import { modelNames } from "./list_models.ts";

const ANSWERS: Readonly<Record<string, readonly [unknown, readonly string[] | undefined]>> = {
  "OpenAI's list": [{ object: "list", data: [{ id: "b" }, { id: "a" }] }, ["a", "b"]],
  "an empty list": [{ data: [] }, []],
  "a bare list (Together)": [[{ id: "a" }], ["a"]],
  "Ollama's own list": [{ models: [{ name: "a:7b" }] }, ["a:7b"]],
  "names alone": [["b", "a"], ["a", "b"]],
  "entries that are none": [{ data: [null, 1, {}, { id: 5 }, { id: "a" }] }, ["a"]],
  "a page": ["<h1>Hi</h1>", undefined],
  "an error": [{ error: "no" }, undefined],
  "nothing": [null, undefined],
};
for (const [name, [answer, names]] of Object.entries(ANSWERS)) {
  Deno.test(`models reads ${name}`, () => assert.deepEqual(modelNames(answer), names));
}
