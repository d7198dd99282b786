import assert from "node:assert/strict";
import fc from "fast-check";
import { type AcceptedKey, fixedKeys, parseKeys } from "./keys.ts";
import { readCredentials, requireKey } from "./require_key.ts";

const KEY = "good-key-0123456789";
const ROTATED = "next-key-0123456789";
const CHALLENGE = 'Bearer realm="mcpdemo"';
/** Words that bridges interpret: see "Keys: 401 or 403" in the contract of the answers. */
const FORBIDDEN_IN_403 = /unauthorized|not found|404|405/i;

interface Case {
  readonly name: string;
  /** Authorization headers, each sent as its own line. */
  readonly headers: readonly string[];
  readonly query?: string;
}

function accepted(...keys: string[]): readonly AcceptedKey[] {
  const parsed = parseKeys(keys);
  assert.equal(parsed.kind, "keys");
  return parsed.keys;
}

function requestOf({ headers, query = "" }: Omit<Case, "name">): Request {
  return new Request(`http://localhost:8000/mcp${query}`, {
    method: "POST",
    headers: headers.map((value): [string, string] => ["authorization", value]),
  });
}

/** The refusal of a request, with its body parsed; every refusal is uncacheable JSON. */
async function refusalOf(presented: Omit<Case, "name">, ...keys: string[]) {
  const response = requireKey(requestOf(presented), fixedKeys(accepted(...keys)));
  assert.ok(response instanceof Response, "the request was let pass");
  assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const body = await response.text();
  const { error, message }: { error: string; message: string } = JSON.parse(body);
  assert.ok(message.length > 0);
  return { status: response.status, challenge: response.headers.get("www-authenticate"), error, body };
}

const ROWS: readonly {
  readonly row: string;
  readonly expected: readonly [status: number, challenge: string, error: string];
  readonly cases: readonly Case[];
}[] = [
  {
    row: "no key; wrong scheme; key only in the URL",
    expected: [401, CHALLENGE, "missing_key"],
    cases: [
      { name: "no header", headers: [] },
      { name: "Basic", headers: ["Basic dXNlcjpwYXNz"] },
      {
        name: "Digest, whose parameters contain commas",
        headers: ['Digest username="u", realm="r", uri="/"'],
      },
      { name: "the key without a scheme", headers: [KEY] },
      { name: "a scheme that only begins like Bearer", headers: [`Bearers ${KEY}`] },
      { name: "an empty header", headers: [""] },
      { name: "the right key in the URL", headers: [], query: `?access_token=${KEY}` },
    ],
  },
  {
    row: "wrong, revoked or expired key",
    expected: [403, CHALLENGE, "key_mismatch"],
    cases: [
      { name: "a wrong key", headers: ["Bearer wrong-key-123"] },
      { name: "a revoked key", headers: ["Bearer revoked-key-123"] },
      { name: "the key in other letters", headers: [`Bearer ${KEY.toUpperCase()}`] },
      { name: "the key and more", headers: [`Bearer ${KEY} more`] },
      { name: "a key beyond ASCII", headers: ["Bearer cl\u00e9"] },
    ],
  },
  {
    row: "empty Bearer, two Authorization headers, header and access_token together",
    expected: [400, `${CHALLENGE}, error="invalid_request"`, "invalid_request"],
    cases: [
      { name: "Bearer alone", headers: ["Bearer"] },
      { name: "Bearer and blanks", headers: ["Bearer   "] },
      { name: "the same key twice", headers: [`Bearer ${KEY}`, `Bearer ${KEY}`] },
      { name: "a right and a wrong key", headers: [`Bearer ${KEY}`, "Bearer wrong-key-123"] },
      { name: "Basic, then the key", headers: ["Basic dXNlcjpwYXNz", `Bearer ${KEY}`] },
      { name: "the key, then Basic", headers: [`Bearer ${KEY}`, "Basic dXNlcjpwYXNz"] },
      { name: "an empty header, then the key", headers: ["", `Bearer ${KEY}`] },
      { name: "the key, then an empty header", headers: [`Bearer ${KEY}`, ""] },
      { name: "header and URL", headers: [`Bearer ${KEY}`], query: `?access_token=${KEY}` },
      { name: "a wrong key and URL", headers: ["Bearer wrong-key-123"], query: "?a=1&access_token=" },
    ],
  },
];

for (const { row, expected, cases } of ROWS) {
  Deno.test(`${row} → ${expected[0]}`, async (t) => {
    for (const each of cases) {
      await t.step(each.name, async () => {
        const { status, challenge, error, body } = await refusalOf(each, KEY, ROTATED);
        assert.deepEqual([status, challenge, error], expected);
        if (status === 403) assert.doesNotMatch(body, FORBIDDEN_IN_403);
        for (const key of [KEY, ROTATED, "wrong-key", "revoked-key"]) assert.ok(!body.includes(key), body);
      });
    }
  });
}

Deno.test("the right key is accepted, in any letter case of the scheme and with any blanks after it", () => {
  for (const header of [`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER   ${KEY}`, `Bearer ${KEY}  `]) {
    assert.deepEqual(requireKey(requestOf({ headers: [header] }), fixedKeys(accepted(KEY))), {
      keyId: accepted(KEY)[0]!.id,
    }, header);
  }
});

Deno.test("each of several keys is accepted under its own id", () => {
  const keys = accepted(KEY, ROTATED);
  assert.deepEqual(requireKey(requestOf({ headers: [`Bearer ${ROTATED}`] }), fixedKeys(keys)), {
    keyId: keys[1]!.id,
  });
});

Deno.test("in open mode every client is anonymous, with a key or without", () => {
  for (const headers of [[], [`Bearer ${KEY}`], ["Bearer"], ["Basic dXNlcjpwYXNz"]]) {
    assert.deepEqual(requireKey(requestOf({ headers }), fixedKeys([])), { keyId: "anonymous" });
  }
});

Deno.test("no body echoes the credentials, and a 403 says nothing about why the key is wrong", async () => {
  const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
  const presented = fc.string({ unit: fc.constantFrom(...visible), minLength: 12, maxLength: 40 });
  await fc.assert(fc.asyncProperty(presented, async (key) => {
    const query = `?access_token=${encodeURIComponent(key)}`;
    const ways = [
      { headers: [`Bearer ${key}`] },
      { headers: [`Basic ${key}`] },
      { headers: [key] },
      { headers: [], query },
      { headers: [`Bearer ${key}`], query },
    ];
    for (const way of ways) {
      const { status, body } = await refusalOf(way, KEY);
      assert.ok(!body.includes(key) && !body.includes(JSON.stringify(key).slice(1, -1)));
      if (status === 403) assert.doesNotMatch(body, FORBIDDEN_IN_403);
    }
  }));
});

Deno.test("reading credentials never throws and never finds a comma in a key", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."Bearer, basic \t=k") }), (header) => {
    const read = readCredentials(requestOf({ headers: [header] }));
    if (read.kind === "bearer") assert.doesNotMatch(read.key, /,|^$/);
  }));
});
