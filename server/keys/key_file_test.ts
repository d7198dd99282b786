import assert from "node:assert/strict";
import fc from "fast-check";
import { endOf, keyFileText, parseKeyFile, type StoredKey } from "./key_file.ts";

const ALICE: StoredKey = {
  id: "0123abcd",
  name: "alice",
  sha256: "a".repeat(64),
  scopes: ["tools:read"],
  tools: ["countdown"],
  created: "2026-07-28T12:00:00Z",
  expires: "2026-10-26T12:00:00Z",
};

Deno.test("what was written is read again", () => {
  assert.deepEqual(parseKeyFile(keyFileText([ALICE])), { kind: "keys", keys: [ALICE] });
});

const BROKEN: Readonly<Record<string, readonly [string, RegExp]>> = {
  "no JSON": ["{", /JSON/],
  "another form": ["[]", /the file: /],
  "another version": ['{"version":2,"keys":[]}', /^version: /],
  "a key without a hash": [
    '{"version":1,"keys":[{"id":"0123abcd","name":"a","created":"2026-07-28T12:00:00Z"}]}',
    /^keys\.0\.sha256: /,
  ],
  "a member that it does not know": [
    keyFileText([{ ...ALICE, admin: true } as StoredKey]),
    /keys\.0: .*admin/,
  ],
  "a scope that it does not know": [
    keyFileText([{ ...ALICE, scopes: ["all"] } as unknown as StoredKey]),
    /^keys\.0\.scopes\.0: /,
  ],
  "the name of a simple key": [keyFileText([{ ...ALICE, name: "key-1" }]), /^keys\.0\.name: /],
  "one id twice": [keyFileText([ALICE, { ...ALICE, name: "bob" }]), /0123abcd is there twice/],
};
for (const [name, [text, problem]] of Object.entries(BROKEN)) {
  Deno.test(`a file with ${name} is broken, and the problem is named`, () => {
    const read = parseKeyFile(text);
    assert.ok(read.kind === "broken");
    assert.match(read.problem, problem);
  });
}

Deno.test("a key ends at its time, or when it is revoked", () => {
  const expires = Date.parse(ALICE.expires!);
  assert.equal(endOf(ALICE, expires - 1), undefined);
  assert.equal(endOf(ALICE, expires), "expired");
  assert.equal(endOf({ ...ALICE, revoked: "2026-07-29T00:00:00Z" }, 0), "revoked");
});

Deno.test("whatever a file holds, reading it gives keys or a problem, and never throws", () => {
  const key = fc.record({
    id: fc.oneof(fc.constant("0123abcd"), fc.string()),
    name: fc.oneof(fc.constant("alice"), fc.string()),
    sha256: fc.oneof(fc.constant("a".repeat(64)), fc.anything()),
    created: fc.oneof(fc.constant("2026-07-28T12:00:00Z"), fc.string()),
    expires: fc.oneof(fc.constant(undefined), fc.date({ noInvalidDate: true }).map(String), fc.anything()),
  }, { requiredKeys: [] });
  const file = fc.record({
    version: fc.constantFrom(1, 2, "1"),
    keys: fc.oneof(fc.array(key), fc.anything()),
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), file.map((each) => JSON.stringify(each) ?? "")), (text) => {
      const read = parseKeyFile(text);
      assert.ok(read.kind === "keys" || read.problem.length > 0);
    }),
  );
});
