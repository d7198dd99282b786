import assert from "node:assert/strict";
import fc from "fast-check";
import { areToolsDropped, isTruncated, measure } from "./truncation.ts";

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

const tool = (name: string, description: string, parameters: Record<string, unknown> = {}) => ({
  name,
  description,
  parameters: { type: "object", ...parameters },
});
const TOOLS = [tool("time", words(100)), tool("date", words(100))];

Deno.test("Tokens for the conversation and not for half of the words of the tools: the tools were dropped", () => {
  assert.equal(areToolsDropped(measure(user(words(10)), 36), TOOLS), true);
  assert.equal(areToolsDropped(measure(user(words(10)), 110), TOOLS), true);
  assert.equal(areToolsDropped(measure(user(words(10)), 111), TOOLS), false);
});

Deno.test("Without a count, with short tools or without tools, nothing is said about them", () => {
  assert.equal(areToolsDropped(measure(user(words(10)), 0), TOOLS), false);
  assert.equal(areToolsDropped(measure(user(words(10)), 12), []), false);
  assert.equal(areToolsDropped(measure(user(words(10)), 12), [tool("time", words(30))]), false);
});

Deno.test("An endpoint that shows the tools in any form is not accused of dropping them", () => {
  const text = fc.string({ unit: "binary", maxLength: 200 });
  const schemas = fc.dictionary(fc.string(), fc.record({ type: fc.constant("string"), description: text }));
  const tools = fc.array(fc.tuple(fc.string(), text, schemas), { maxLength: 5 });
  fc.assert(fc.property(text, tools, (question, given) => {
    const all = given.map(([name, description, properties]) => tool(name, description, { properties }));
    // A run of letters is at least one token.
    const shown = [
      question,
      ...all.map(({ name, description, parameters }) =>
        `${name} ${description} ${JSON.stringify(parameters)}`
      ),
    ].join(" ");
    const fewest = shown.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    assert.equal(areToolsDropped(measure(user(question), fewest), all), false);
  }));
});
