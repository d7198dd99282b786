import assert from "node:assert/strict";
import fc from "fast-check";
import { createTextRing } from "./text_ring.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "日", "😀", "\0", "\ufeff"), maxLength: 40 });

Deno.test("texts come out as they went in, in their order, whatever is pushed, taken and dropped", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.oneof(text.map((pushed) => ({ pushed })), fc.constant("shift"), fc.constant("drop")), {
        maxLength: 300,
      }),
      (size, acts) => {
        const ring = createTextRing(size);
        const expected: string[] = [];
        for (const act of acts) {
          if (typeof act === "object") {
            if (ring.push(act.pushed) !== undefined) expected.push(act.pushed);
          } else if (expected.length > 0) {
            const oldest = expected.shift();
            if (act === "shift") assert.equal(ring.shift(), oldest);
            else ring.drop();
          }
        }
        for (const each of expected) assert.equal(ring.shift(), each);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("a ring takes texts up to its size, and takes more when the oldest are gone", () => {
  const ring = createTextRing(1_000);
  let kept = 0;
  while (ring.push("x".repeat(50)) !== undefined) kept++;
  assert.ok(kept >= 15 && kept <= 18, String(kept));
  assert.equal(ring.push("x".repeat(50)), undefined);
  for (let count = 0; count < 4; count++) ring.drop();
  assert.equal(ring.push("x".repeat(50)), 54);
  assert.equal(createTextRing(100).push("x".repeat(40)), undefined, "it might not fit");
});

Deno.test("a ring that is used for long keeps no list of what is gone", () => {
  const ring = createTextRing(10_000);
  for (let count = 0; count < 100_000; count++) {
    assert.equal(ring.push(`text ${count}`), 4 + `text ${count}`.length);
    assert.equal(ring.shift(), `text ${count}`);
  }
});
