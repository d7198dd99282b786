import assert from "node:assert/strict";
import fc from "fast-check";
import { isTruncated, measure } from "./truncation.ts";

const user = (content: string) => [{ role: "user" as const, content }];
const words = (count: number) => "word ".repeat(count);

Deno.test("Fewer tokens than words: the prompt was cut", () => {
  assert.equal(isTruncated(measure(user(words(100)), 99), undefined), true);
  assert.equal(isTruncated(measure(user(words(100)), 100), undefined), false);
});

Deno.test("All messages count", () => {
  const messages = [...user(words(60)), { role: "tool" as const, callId: "a", content: words(60) }];
  assert.equal(isTruncated(measure(messages, 100), undefined), true);
});

Deno.test("Less than half of what was read before, although the messages grew: it was cut", () => {
  const before = measure(user(words(10)), 4_000);
  assert.equal(isTruncated(measure(user(words(20)), 1_999), before), true);
  assert.equal(isTruncated(measure(user(words(20)), 2_000), before), false);
  // What is no longer in mind is no longer read.
  assert.equal(isTruncated(measure(user(words(9)), 1_999), before), false);
});

Deno.test("An endpoint that counts nothing says nothing", () => {
  assert.equal(isTruncated(measure(user(words(100)), 0), undefined), false);
});

Deno.test("A tokenizer that never joins words across blanks raises no alarm, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
    const fewest = text.split(/\s+/).filter((each) => each !== "").length;
    assert.equal(isTruncated(measure(user(text), fewest), undefined), false);
  }));
});
