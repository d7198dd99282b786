import assert from "node:assert/strict";
import fc from "fast-check";
import { createConcealer } from "./conceal.ts";

const VISIBLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
const secret = fc.string({ unit: fc.constantFrom(...VISIBLE), minLength: 8, maxLength: 80 });
const around = fc.string({ maxLength: 40 });

function hiding(...secrets: (string | undefined)[]) {
  const concealer = createConcealer();
  concealer.add(secrets);
  return concealer;
}

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "in JSON": (secret) => JSON.stringify({ secret }),
  "in JSON within JSON": (secret) => JSON.stringify({ body: JSON.stringify({ secret }) }),
  "in a URL": (secret) => `http://h/?k=${encodeURIComponent(secret)}`,
  "in a form": (secret) => String(new URLSearchParams({ secret })),
  "in base64": (secret) => btoa(secret),
  "in base64url": (secret) => btoa(secret).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  "in Basic credentials": (secret) => btoa(`user:${secret}`),
  "after Bearer": (secret) => `Bearer ${secret}`,
};

for (const [form, write] of Object.entries(FORMS)) {
  Deno.test(`a secret is hidden ${form}, in any text`, () => {
    fc.assert(fc.property(secret, around, around, (secret, before, after) => {
      const shown = hiding(secret).text(before + write(secret) + after);
      assert.ok(shown.includes("***"));
      assert.ok(!shown.includes(secret));
    }));
  });
}

Deno.test("a secret that comes in pieces is hidden, and nothing else changes", () => {
  fc.assert(
    fc.property(secret, around, around, fc.array(fc.nat({ max: 120 })), (secret, before, after, cuts) => {
      const concealer = hiding(secret);
      const text = before + secret + after;
      const at = [0, ...cuts.filter((cut) => cut <= text.length).sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, index) => concealer.piece(text.slice(at[index], end)));
      assert.equal(pieces.join("") + concealer.rest(), concealer.text(text));
    }),
  );
});

Deno.test("a text without the secrets is unchanged, and what is held back is not lost", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "b") })), (pieces) => {
    const concealer = hiding("aabbaabbX");
    assert.equal(pieces.map(concealer.piece).join("") + concealer.rest(), pieces.join(""));
  }));
});

Deno.test("short secrets, which may be words, and absent ones are not hidden", () => {
  const concealer = hiding("secret", undefined, "", "12345678");
  assert.equal(concealer.text("a secret of 12345678"), "a secret of ***");
});
