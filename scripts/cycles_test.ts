import assert from "node:assert/strict";
import { findCycles, readImports } from "./cycles.ts";

Deno.test("no file imports itself through other files, by values or types", async () => {
  const cycles = findCycles(await readImports());
  const shown = cycles.map((cycle) => [...cycle, cycle[0]].join(" → "));
  assert.deepEqual(shown, []);
});

Deno.test("the imports are read from every file: of values, of types and those made when needed", async () => {
  const graph = await readImports();
  assert.ok(graph.get("main.ts")!.includes("cli/errors.ts"));
  assert.ok(graph.get("main.ts")!.includes("client/commands/ask.ts"), "by import()");
  assert.ok(graph.get("main.ts")!.includes("cli/program.ts"), "by import type");
  assert.ok(graph.has("scripts/cycles.ts"));
  assert.ok(graph.has("trace/page/page.js"));
  assert.ok(!graph.has("scripts/cycles_test.ts"));
  assert.ok(!graph.get("trace/page/render_page.ts")!.includes("trace/page/bundled/page.js"), "as text");
});

Deno.test("a cycle is reported as its shortest path of files", () => {
  const graph = new Map([
    ["a.ts", ["b.ts", "e.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["a.ts", "d.ts"]],
    ["d.ts", ["a.ts"]],
    ["e.ts", []],
  ]);
  assert.deepEqual(findCycles(graph), [["a.ts", "b.ts", "c.ts"], ["d.ts", "a.ts", "b.ts", "c.ts"]]);
});

Deno.test("a file that imports itself is a cycle of one", () => {
  assert.deepEqual(findCycles(new Map([["a.ts", ["a.ts"]]])), [["a.ts"]]);
});

Deno.test("files that share what they import are not a cycle", () => {
  assert.deepEqual(findCycles(new Map([["a.ts", ["b.ts", "c.ts"]], ["b.ts", ["c.ts"]], ["c.ts", []]])), []);
});
