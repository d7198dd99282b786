import assert from "node:assert/strict";
import fc from "fast-check";
import { createProgress, renderBar, renderLine } from "./progress.ts";

const BARS: [string, Parameters<typeof renderBar>[1], number, string][] = [
  ["nothing yet", { progress: 0, total: 10 }, 79, `t ${"░".repeat(30)} 0%`],
  ["a third", { progress: 1, total: 3 }, 79, `t ${"█".repeat(10)}${"░".repeat(20)} 33%`],
  ["all", { progress: 10, total: 10 }, 79, `t ${"█".repeat(30)} 100%`],
  ["more than all", { progress: 11, total: 10 }, 79, `t ${"█".repeat(30)} 100%`],
  ["less than nothing", { progress: -1, total: 10 }, 79, `t ${"░".repeat(30)} 0%`],
  ["a narrow terminal", { progress: 1, total: 2 }, 16, "t ████░░░░░ 50%"],
  ["no room for a bar", { progress: 1, total: 2 }, 8, "t 50%"],
  ["no known end", { progress: 7, message: "seven" }, 79, "t 7 seven"],
  ["a total of nothing", { progress: 7, total: 0 }, 79, "t 7"],
  ["a text that would drive the terminal", { progress: 7, message: "a\r\x1b[2Kb\nc" }, 79, "t 7 a[2Kb c"],
];

for (const [name, progress, width, expected] of BARS) {
  Deno.test(`the bar of ${name}`, () => assert.equal(renderBar("t", progress, width), expected));
}

Deno.test("a bar is never wider than the terminal", () => {
  const progress = fc.record({
    progress: fc.double({ noNaN: true }),
    total: fc.double({ noNaN: true }),
    message: fc.string(),
  });
  fc.assert(fc.property(fc.string(), progress, fc.integer({ min: 1, max: 200 }), (tool, progress, width) => {
    const bar = renderBar(tool, progress, width);
    assert.ok(bar.length <= width, bar);
    assert.doesNotMatch(bar, /[\r\n]/);
  }));
});

Deno.test("a progress line names the tool, the progress and the message", () => {
  assert.equal(renderLine("t", { progress: 3, total: 10, message: "three" }), "t: 3/10 three");
  assert.equal(renderLine("t\n", { progress: 3 }), "t: 3");
});

Deno.test("on a terminal the bar is redrawn and finally removed; elsewhere lines are printed", () => {
  const noted: string[] = [];
  const drawn: string[] = [];
  const output = {
    answer() {},
    note: (line: string) => void noted.push(line),
    style: (_: string, text: string) => text,
  };
  const plain = createProgress(output);
  plain.show({ id: "a", tool: "t", progress: 1, total: 2 });
  plain.end("a");
  assert.deepEqual(noted, ["t: 1/2"]);
  const terminal = { width: () => 9, redraw: (line: string) => void drawn.push(line) };
  const bar = createProgress({ ...output, terminal });
  bar.show({ id: "a", tool: "t", progress: 1, total: 2 });
  // The bar of another call stays.
  bar.end("b");
  bar.end("a");
  assert.deepEqual(drawn, ["t 50%", ""]);
  assert.equal(noted.length, 1);
});
