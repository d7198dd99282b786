import assert from "node:assert/strict";
import fc from "fast-check";
import { keyProblem } from "../../auth/keys.ts";
import { idOfKey, isMistyped, makeKey } from "./key_text.ts";

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

Deno.test("a new key can be a bearer key, names its id, and is different each time", () => {
  const [first, second] = [makeKey(random), makeKey(random)];
  assert.match(first.text, /^mcpd_[0-9a-z]{8}_[0-9a-z]{32}$/);
  assert.equal(keyProblem(first.text), undefined);
  assert.equal(idOfKey(first.text), first.id);
  assert.notEqual(first.text, second.text);
});

Deno.test("the secret part has at least 128 random bits", () => {
  const asked: number[] = [];
  makeKey((count) => (asked.push(count), random(count)));
  // Each byte gives one of 32 digits: 5 bits.
  assert.ok(Math.max(...asked) * 5 >= 128);
});

Deno.test("one wrong, missing or doubled character is noticed", () => {
  const { text } = makeKey(random);
  const digits = [..."0123456789abcdefghjkmnpqrstvwxyz"];
  const place = fc.integer({ min: "mcpd_".length, max: text.length - 1 });
  fc.assert(fc.property(place, fc.constantFrom(...digits), (index, digit) => {
    const wrong = text.slice(0, index) + digit + text.slice(index + 1);
    if (wrong !== text) assert.ok(isMistyped(wrong), wrong);
    assert.ok(isMistyped(text.slice(0, index) + text.slice(index + 1)));
    assert.ok(isMistyped(text.slice(0, index) + digit + text.slice(index)));
  }));
});

Deno.test("other texts are not mistaken for keys with a typing error", () => {
  for (const text of ["", "ma_cle_secrete", "sk-abc"]) {
    assert.equal(isMistyped(text), false);
    assert.equal(idOfKey(text), undefined);
  }
  assert.equal(isMistyped(makeKey(random).text), false);
});
