import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { type AcceptedKey, compareKey, type KeyProblem, keyProblem, parseKeys } from "./keys.ts";

const VISIBLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
const key = fc.string({
  unit: fc.constantFrom(...VISIBLE.filter((each) => each !== ",")),
  minLength: 1,
  maxLength: 100,
});

function accepted(...keys: string[]): readonly AcceptedKey[] {
  const parsed = parseKeys(keys);
  assert.equal(parsed.kind, "keys");
  return parsed.keys;
}

const PROBLEMS: readonly [string, string, KeyProblem | undefined][] = [
  ["an empty key", "", "empty"],
  ["a blank", " ", "unsendable"],
  ["a blank within", "a b", "unsendable"],
  ["a trailing line feed", "abc\n", "unsendable"],
  ["a tab", "a\tb", "unsendable"],
  ["a comma", "a,b", "unsendable"],
  ["a letter with an accent", "clé", "unsendable"],
  ["a NUL", "a\0", "unsendable"],
  ["DEL", "a\x7f", "unsendable"],
  ["an emoji", "🔑", "unsendable"],
  ["the first visible character", "!", undefined],
  ["the last visible character", "~", undefined],
  ["the neighbours of the comma", "+-", undefined],
  ["a usual key", "sk-live_0123.4567/89+=", undefined],
];

for (const [name, text, problem] of PROBLEMS) {
  Deno.test(`${name} is ${problem ?? "fine"} as a key`, () => assert.equal(keyProblem(text), problem));
}

Deno.test("visible ASCII without a comma is a valid key, everything else is invalid", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
    const sendable = [...text].every((each) => VISIBLE.includes(each) && each !== ",");
    assert.equal(keyProblem(text), sendable ? undefined : "unsendable");
  }));
  fc.assert(fc.property(key, (text) => assert.equal(keyProblem(text), undefined)));
});

Deno.test("keys are kept only as SHA-256 hashes, with ids that do not depend on their position in the list", () => {
  const [one, two] = accepted("one", "two");
  assert.deepEqual([...one!.hash], [...createHash("sha256").update("one").digest()]);
  assert.match(one!.id, /^key-[0-9a-f]{8}$/);
  assert.notEqual(one!.id, two!.id);
  assert.deepEqual(accepted("two", "one").map(({ id }) => id), [two!.id, one!.id]);
  // The id must not reveal a part of the hash.
  assert.ok(!createHash("sha256").update("one").digest("hex").includes(one!.id.slice(4)));
  assert.ok(!JSON.stringify(accepted("hunter2-hunter2")).includes("hunter2"));
});

Deno.test("an empty list of keys is valid: it means open mode", () => {
  assert.deepEqual(parseKeys([]), { kind: "keys", keys: [] });
});

Deno.test("one bad key makes the whole list invalid, so that a typo never opens the server or locks users out", () => {
  assert.deepEqual(parseKeys(["good", ""]), { kind: "invalid", problem: "empty" });
  assert.deepEqual(parseKeys(["good", "not good"]), { kind: "invalid", problem: "unsendable" });
});

Deno.test("a presented key matches the accepted key that it equals, and gets its id", () => {
  const keys = accepted("one", "two", "three");
  for (const [index, text] of ["one", "two", "three"].entries()) {
    assert.deepEqual(compareKey(text, keys), { kind: "match", principal: { keyId: keys[index]!.id } });
  }
});

Deno.test("a key matches only itself", () => {
  fc.assert(fc.property(key, key, (mine, other) => {
    assert.equal(compareKey(mine, accepted(mine)).kind, "match");
    assert.equal(compareKey(other, accepted(mine)).kind, mine === other ? "match" : "mismatch");
  }));
});

Deno.test("a part of a key, a longer one or another case is a mismatch", () => {
  const keys = accepted("Secret-Key-1");
  for (const wrong of ["", "Secret-Key-", "Secret-Key-12", "secret-key-1", "Secret-Key-1 "]) {
    assert.deepEqual(compareKey(wrong, keys), { kind: "mismatch" }, JSON.stringify(wrong));
  }
  assert.deepEqual(compareKey("anything", []), { kind: "mismatch" });
});
