import assert from "node:assert/strict";
import fc from "fast-check";
import { createRedactor, REDACTED } from "./redact.ts";

// Secrets without asterisks, which are indistinguishable from the replacement.
const KEY_CHARACTERS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))
  .filter((each) => !",*".includes(each));
const secret = fc.string({ unit: fc.constantFrom(...KEY_CHARACTERS), minLength: 4, maxLength: 40 });
const around = fc.string({ maxLength: 20 });

/** Every reversible encoding of `secret`. */
function writtenForms(secret: string): string[] {
  const query = new URLSearchParams({ k: secret }).toString().slice("k=".length);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), query];
}

function assertGone(text: string, secret: string): void {
  for (const form of writtenForms(secret)) assert.ok(!text.includes(form), `${form} survives in ${text}`);
}

Deno.test("a secret never survives in a text, in any position and number", () => {
  fc.assert(fc.property(secret, fc.array(around), (secret, parts) => {
    const redacted = createRedactor([secret]).text(["", ...parts, ""].join(secret));
    assert.ok(!redacted.includes(secret));
  }));
});

Deno.test("of secrets that contain or overlap one another, none survives", () => {
  fc.assert(
    fc.property(secret, around, fc.nat(), fc.nat(), fc.boolean(), (long, text, from, size, reverse) => {
      const start = from % long.length;
      const part = long.slice(start, start + 1 + size % (long.length - start));
      const secrets = reverse ? [long, part] : [part, long];
      const redacted = createRedactor(secrets).text(`${text}${long}${text}${part}`);
      assert.ok(!redacted.includes(long) && !redacted.includes(part), redacted);
    }),
  );
});

Deno.test("a key that contains another is replaced completely", () => {
  assert.equal(createRedactor(["abc", "abcdef"]).text("x abcdef y abc z"), `x ${REDACTED} y ${REDACTED} z`);
});

Deno.test("a secret never survives in a header's value", () => {
  const names = fc.constantFrom("authorization", "x-api-key", "location", "x-any", "set-cookie");
  fc.assert(fc.property(secret, names, around, (secret, name, text) => {
    const before = text.replace(/[^\x20-\x7e]/g, "");
    const redacted = createRedactor([secret]).headers(new Headers([[name, `${before}${secret}${before}`]]));
    assert.ok(!redacted[name]!.includes(secret));
  }));
});

Deno.test("a secret survives in a URL neither literally nor percent-encoded", () => {
  fc.assert(fc.property(secret, (secret) => {
    const url = new URL("http://localhost:8000/mcp");
    url.searchParams.set("q", secret);
    const href = `${url.href}&r=${encodeURIComponent(secret)}#${encodeURI(secret)}`;
    assertGone(createRedactor([secret]).text(href), secret);
  }));
});

Deno.test("a secret does not survive within JSON, where quotes and backslashes are escaped", () => {
  fc.assert(fc.property(secret, (secret) => {
    const redacted = createRedactor([secret]).text(JSON.stringify({ key: secret, in: `so ${secret}.` }));
    assertGone(redacted, secret);
  }));
});

Deno.test("regular-expression characters in a secret are matched literally", () => {
  assert.equal(createRedactor(["a.c+$&"]).text("abc a.c+$& accc"), `abc ${REDACTED} accc`);
});

Deno.test("absent and empty secrets redact nothing", () => {
  assert.equal(createRedactor([undefined, ""]).text("any text"), "any text");
});

const SHAPES: readonly [string, string, string][] = [
  ["a bearer key", "authorization: Bearer abc.def", "authorization: Bearer ***"],
  ["basic credentials in JSON", '{"a":"Basic dXNlcg=="}', '{"a":"Basic ***"}'],
  ["the usual shape of an API key", "key sk-abcDEF_123-456 here", "key *** here"],
  ["a key in the URL", "/mcp?a=1&access_token=abc&b=2", "/mcp?a=1&access_token=***&b=2"],
  ["a key first in the URL", "/mcp?API_KEY=abc#frag", "/mcp?API_KEY=***#frag"],
  ["a token at the end of a URL", "see http://h/?token=abc", "see http://h/?token=***"],
  ["a password in a URL", "see http://user:pass@h/x", "see http://***@h/x"],
];

for (const [name, text, expected] of SHAPES) {
  Deno.test(`without being configured, ${name} is redacted`, () => {
    assert.equal(createRedactor([]).text(text), expected);
  });
}

const KEPT = [
  'Bearer realm="mcpdemo"',
  'Bearer realm="mcpdemo", error="invalid_request"',
  "a task-oriented model on a desk-12345678",
  '{"tokens":12,"key":"value"}',
];

for (const text of KEPT) {
  Deno.test(`text without a key stays readable: ${text}`, () => {
    assert.equal(createRedactor([]).text(text), text);
  });
}

Deno.test("credential headers are redacted completely, others are kept", () => {
  const headers = new Headers({
    "Accept": "text/event-stream",
    "API-Key": "one",
    "Cookie": "a=b; c=d",
    "Mcp-Session-Id": "s1",
    "Proxy-Authorization": "Negotiate abc",
    "X-Api-Key": "two",
  });
  headers.append("set-cookie", "a=b");
  headers.append("set-cookie", "c=d");
  assert.deepEqual(createRedactor([]).headers(headers), {
    "accept": "text/event-stream",
    "api-key": REDACTED,
    "cookie": REDACTED,
    "mcp-session-id": REDACTED,
    "proxy-authorization": REDACTED,
    "set-cookie": REDACTED,
    "x-api-key": REDACTED,
  });
});

Deno.test("an Authorization header of any scheme is redacted, but its scheme is kept for the reader", () => {
  const redactor = createRedactor([]);
  assert.deepEqual(redactor.headers(new Headers({ authorization: "Bearer abc" })), {
    authorization: "Bearer ***",
  });
  for (const value of ["raw-key-123", "Token abc", "Bearer abc, Bearer def"]) {
    const { authorization } = redactor.headers(new Headers({ authorization: value }));
    assert.doesNotMatch(authorization!, /raw-key|abc|def/);
  }
});

Deno.test("a key of any length in a request is found completely, in every encoding", () => {
  const key = "Zk9-_".repeat(10_000) + `'"\\ &<end`;
  const { text } = createRedactor([]).within([["x-api-key", key]], "http://localhost/mcp");
  const inJson = JSON.stringify(key);
  for (const written of [key, inJson, JSON.stringify(inJson), encodeURIComponent(key)]) {
    const shown = text(`before ${written} after`);
    assert.ok(!/Zk9|end/.test(shown), shown.slice(0, 200));
    assert.match(shown, /^before .* after$/);
  }
  const mixed = text(`${key.slice(0, 20).replace("k", "%6B")}${key.slice(20, 400)} after`);
  assert.equal(mixed, "*** after");
});

Deno.test("a header with a secret does not affect other headers", () => {
  const redactor = createRedactor(["hunter2-hunter2"]);
  const headers = new Headers({
    "x-a": "plain",
    "x-b": "it is hunter2-hunter2",
    "x-c": "Bearer",
    "x-d": "other",
  });
  assert.deepEqual(redactor.headers(headers), {
    "x-a": "plain",
    "x-b": "it is ***",
    "x-c": "Bearer",
    "x-d": "other",
  });
});
