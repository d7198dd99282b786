import assert from "node:assert/strict";
import fc from "fast-check";
import { type Challenge, readChallenge, REALM, writeChallenge } from "./challenge.ts";

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));

/** The first challenge, its parameters as a plain object. */
function read(header: string | null): Challenge | undefined {
  const challenge = readChallenge(header);
  return challenge && { ...challenge, params: { ...challenge.params } };
}

Deno.test("the challenge names the realm, and an error only if the request was malformed", () => {
  assert.equal(writeChallenge(), 'Bearer realm="mcpdemo"');
  assert.equal(writeChallenge("invalid_request"), 'Bearer realm="mcpdemo", error="invalid_request"');
});

Deno.test("a written challenge is read back unchanged", () => {
  assert.deepEqual(read(writeChallenge()), { scheme: "bearer", params: { realm: REALM } });
  assert.deepEqual(read(writeChallenge("invalid_request")), {
    scheme: "bearer",
    params: { realm: REALM, error: "invalid_request" },
  });
});

Deno.test("any quoted parameter values are read back", () => {
  const params = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,10}_[a-z]{1,10}$/),
    fc.string({ unit: fc.constantFrom(...PRINTABLE) }),
    { minKeys: 1, maxKeys: 5, noNullPrototype: true },
  );
  fc.assert(fc.property(params, (params) => {
    const written = Object.entries(params).map(([name, value]) =>
      `${name}="${value.replace(/["\\]/g, "\\$&")}"`
    );
    assert.deepEqual(read(`Bearer ${written.join(", ")}`), { scheme: "bearer", params });
  }));
});

Deno.test("of several challenges the bearer one is read, wherever it comes", () => {
  const bearer = 'Bearer error="invalid_token", error_description="the token, \\"old\\", expired"';
  const expected = {
    scheme: "bearer",
    params: { error: "invalid_token", error_description: 'the token, "old", expired' },
  };
  for (
    const header of [`Basic realm="corp", ${bearer}`, `Negotiate, ${bearer}`, `${bearer}, Basic realm="x"`]
  ) {
    assert.deepEqual(read(header), expected, header);
  }
  assert.equal(read('Basic realm="a, Bearer b"')?.scheme, "basic");
});

Deno.test("reading never throws, for any header value", () => {
  const soup = fc.string({ unit: fc.constantFrom(...'Bearer =",\\ realm\t\n="') });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), soup), (text) => {
      const challenge = readChallenge(text);
      if (!challenge) return;
      assert.equal(challenge.scheme, challenge.scheme.toLowerCase());
      for (const value of Object.values(challenge.params)) assert.equal(typeof value, "string");
    }),
    { numRuns: 1000 },
  );
});

const READ: readonly [string, string | null, Challenge | undefined][] = [
  ["no header", null, undefined],
  ["an empty header", "", undefined],
  ["a header of blanks", " \t ", undefined],
  ["a scheme alone", "Negotiate", { scheme: "negotiate", params: {} }],
  ["a scheme in capitals", 'BEARER Realm="Mine"', { scheme: "bearer", params: { realm: "Mine" } }],
  ["an unquoted value", "Bearer error=invalid_token", {
    scheme: "bearer",
    params: { error: "invalid_token" },
  }],
  ["blanks around =", 'Bearer realm = "a"', { scheme: "bearer", params: { realm: "a" } }],
  ["an empty value", 'Bearer realm=""', { scheme: "bearer", params: { realm: "" } }],
  ["a comma in quotes", 'Bearer realm="a, b=c"', { scheme: "bearer", params: { realm: "a, b=c" } }],
  ["a parameter twice", 'Bearer realm="a", realm="b"', { scheme: "bearer", params: { realm: "a" } }],
];

for (const [name, header, expected] of READ) {
  Deno.test(`reading ${name}`, () => assert.deepEqual(read(header), expected));
}

Deno.test("of several challenges, only the first one's parameters are read (RFC 9110 §11.6.1)", () => {
  assert.deepEqual(read('Negotiate, Basic realm="x"'), { scheme: "negotiate", params: {} });
  assert.deepEqual(read('Bearer realm="a", DPoP algs="ES256"'), {
    scheme: "bearer",
    params: { realm: "a" },
  });
});

Deno.test("a parameter may be named like a property of Object.prototype", () => {
  assert.equal(readChallenge('Bearer constructor="x"')?.params["constructor"], "x");
  assert.equal(readChallenge("Bearer")?.params["toString"], undefined);
});
