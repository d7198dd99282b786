import assert from "node:assert/strict";
import fc from "fast-check";
import { createReasoningLines } from "./reasoning_lines.ts";

function shown(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const thoughts = createReasoningLines((line) => lines.push(line));
  for (const piece of pieces) thoughts.write(piece);
  thoughts.end();
  return lines;
}

Deno.test("reasoning is shown line by line, however it is split into chunks", () => {
  assert.deepEqual(shown(["Let ", "me see", ".\nNo", "on?"]), ["Let me see.", "Noon?"]);
});

Deno.test("a long line is shown before it ends, cut at a space", () => {
  const lines: string[] = [];
  const thoughts = createReasoningLines((line) => lines.push(line));
  thoughts.write("word ".repeat(60));
  assert.deepEqual(lines, Array(2).fill("word ".repeat(20).trim()));
});

Deno.test("reasoning is shown completely except for blanks, and without control characters", () => {
  const piece = fc.oneof(
    fc.constantFrom(" ", "\n", "\x1b[31m", "a ".repeat(80), "x".repeat(300)),
    fc.string(),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    const lines = shown(pieces);
    // deno-lint-ignore no-control-regex
    const bare = (text: string) => text.replace(/[\s\x00-\x1f\x7f]/g, "");
    assert.equal(bare(lines.join("")), bare(pieces.join("")));
    // deno-lint-ignore no-control-regex
    assert.ok(lines.every((line) => !/[\x00-\x08\x0b-\x1f\x7f]/.test(line)));
  }));
});
