import assert from "node:assert/strict";
import fc from "fast-check";
import { repeatedUnit, watchRepetition } from "./repetition.ts";

const LONG = 16 * 1024;
const unit = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });

Deno.test("Any unit that is repeated over 16 Ki characters is recognized, whatever comes before it", () => {
  fc.assert(fc.property(fc.string({ maxLength: 5_000 }), unit, fc.nat(), (before, unit, cut) => {
    const loop = unit.repeat(Math.ceil((LONG + 1) / unit.length) + 1);
    const found = repeatedUnit(before + loop.slice(0, loop.length - cut % unit.length));
    assert.ok(found !== undefined);
    assert.ok((unit + unit).includes(found), "the unit, begun anywhere, or a part that it repeats itself");
  }));
});

Deno.test("A long paragraph that is repeated is recognized", () => {
  const paragraph = Array.from({ length: 400 }, (_, index) => `w${index}`).join(" ");
  assert.ok(paragraph.length > 1_500 && paragraph.length < 2_048);
  assert.equal(repeatedUnit(`Well. ${`${paragraph}\n`.repeat(12)}`)?.length, paragraph.length + 1);
});

Deno.test("A text that repeats less than that is not a loop", () => {
  fc.assert(fc.property(unit, (unit) => {
    const text = unit.repeat(Math.floor((LONG - 2) / unit.length));
    assert.equal(repeatedUnit(text), undefined);
    assert.equal(repeatedUnit(`${"x".repeat(LONG)}y${text}.`), undefined);
  }));
});

const row = fc.array(fc.constantFrom("yes", "no", "–", "0", "1", ""), { minLength: 2, maxLength: 6 });
const lines: Readonly<Record<string, (index: number, cells: readonly string[]) => string>> = {
  "a table with numbered rows": (index, cells) => `| ${index} | ${cells.join(" | ")} |`,
  "a numbered list of equal entries": (index) => `${index}. The same thing again, for the sake of the list.`,
  "code with one field a line": (index) => `  readonly field${index}: string | undefined;`,
  "an array of numbers": (index) => `  ${index * index}, ${index * index + 1},`,
  "a log": (index) => `12:${String(index % 60).padStart(2, "0")} [${index}] GET /healthz 200`,
  "CSV": (index, cells) => `${index},${cells.join(",")}`,
};
for (const [name, line] of Object.entries(lines)) {
  Deno.test(`No false alarm: ${name}, however long`, () => {
    fc.assert(
      fc.property(row, fc.nat(2_000), (cells, extra) => {
        const count = 2_000 + extra;
        const text = Array.from({ length: count }, (_, index) => line(index, cells)).join("\n");
        const watch = watchRepetition();
        for (let at = 0; at < text.length; at += 997) assert.equal(watch(text.slice(0, at)), undefined);
      }),
      { numRuns: 10 },
    );
  });
}

Deno.test("No false alarm: a table of 200 equal rows, a rule of 10,000 dashes, a matrix of 64 × 64 zeros", () => {
  assert.equal(repeatedUnit(`# A table\n${"| - | - | yes |\n".repeat(200)}`), undefined);
  assert.equal(repeatedUnit(`A rule: ${"-".repeat(10_000)}`), undefined);
  assert.equal(repeatedUnit(`[${`[${"0, ".repeat(64)}],\n`.repeat(64)}]`), undefined);
});

Deno.test("A text that grows is looked at now and then, and a loop is found within 4 Ki characters", () => {
  const watch = watchRepetition();
  const words = Array.from({ length: 3_000 }, (_, index) => `w${index}`).join(" ");
  let text = words;
  let found: string | undefined;
  while (found === undefined && text.length < 2 * words.length + 2 * LONG) {
    text += "Wait, no. ";
    found = watch(text);
  }
  assert.equal(found?.length, 10);
  assert.ok(text.length - words.length < LONG + 4 * 1024 + 10);
});
