import assert from "node:assert/strict";
import fc from "fast-check";
import { fixedKeys, parseKeys } from "./keys.ts";
import { requireKey } from "./require_key.ts";
import type { Fetch } from "../lib/fetch.ts";
import { authorizationHeader, withHeaders } from "./with_key.ts";

const ORIGIN = "http://localhost:8000";
const KEY_CHARACTERS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))
  .filter((each) => each !== ",");
const keyCharacter = fc.constantFrom(...KEY_CHARACTERS);
const anyKey = fc.string({ unit: keyCharacter, minLength: 1, maxLength: 64 });

const withKey = (fetch: Fetch, key: string, origin: string) =>
  withHeaders(fetch, { authorization: authorizationHeader(key) }, origin);

/** A `fetch` that collects the requests instead of sending them. */
function recording(): { fetch: Fetch; sent: Request[] } {
  const sent: Request[] = [];
  const fetch: Fetch = (input, init) => {
    sent.push(new Request(input, init));
    return Promise.resolve(new Response("ok"));
  };
  return { fetch, sent };
}

function judge(request: Request, key: string) {
  const parsed = parseKeys([key]);
  assert.equal(parsed.kind, "keys");
  return requireKey(request, fixedKeys(parsed.keys));
}

async function sentWith(key: string): Promise<Request> {
  const { fetch, sent } = recording();
  await withKey(fetch, key, ORIGIN)(`${ORIGIN}/mcp`);
  return sent[0]!;
}

Deno.test("the server accepts any valid key that the client sends", async () => {
  await fc.assert(fc.asyncProperty(anyKey, async (key) => {
    const principal = judge(await sentWith(key), key);
    assert.ok(!(principal instanceof Response) && principal.keyId.startsWith("key-"));
  }));
});

Deno.test("a key changed in one character, shortened or lengthened is refused", async () => {
  const mutation = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("replace", "insert", "drop"),
    character: keyCharacter,
  });
  await fc.assert(fc.asyncProperty(anyKey, mutation, async (key, { at, kind, character }) => {
    const index = at % key.length;
    const wrong = key.slice(0, index) + (kind === "drop" ? "" : character) +
      key.slice(kind === "insert" ? index : index + 1);
    fc.pre(wrong !== key);
    const outcome = judge(await sentWith(wrong), key);
    assert.ok(outcome instanceof Response);
    assert.equal(outcome.status, wrong === "" ? 400 : 403);
  }));
});

Deno.test("the header has the form of RFC 6750 §2.1", () => {
  assert.equal(authorizationHeader("abc"), "Bearer abc");
});

const INPUTS: readonly [string, (url: string) => string | URL | Request][] = [
  ["a text", (url) => url],
  ["a URL", (url) => new URL(url)],
  ["a Request", (url) => new Request(url, { headers: { "x-mine": "kept" } })],
];

for (const [name, make] of INPUTS) {
  Deno.test(`${name} of the origin carries the key`, async () => {
    const { fetch, sent } = recording();
    await withKey(fetch, "k", ORIGIN)(make(`${ORIGIN}/mcp?x=1`));
    assert.equal(sent[0]!.headers.get("authorization"), "Bearer k");
    assert.equal(sent[0]!.url, `${ORIGIN}/mcp?x=1`);
    if (name === "a Request") assert.equal(sent[0]!.headers.get("x-mine"), "kept");
  });

  Deno.test(`${name} of another origin never receives the key`, async () => {
    const others = [
      "http://localhost:8001/mcp",
      "https://localhost:8000/mcp",
      "http://127.0.0.1:8000/mcp",
      "http://localhost.evil.example:8000/mcp",
      "http://evil.example/?http://localhost:8000",
    ];
    const { fetch, sent } = recording();
    for (const url of others) await withKey(fetch, "k", ORIGIN)(make(url));
    assert.deepEqual(sent.map(({ headers }) => headers.get("authorization")), others.map(() => null));
  });
}

Deno.test("other headers of the request are kept, and an existing Authorization is replaced", async () => {
  const { fetch, sent } = recording();
  const headers = { "authorization": "Bearer old", "mcp-session-id": "s1" };
  await withKey(fetch, "new", ORIGIN)(`${ORIGIN}/mcp`, { method: "POST", body: "{}", headers });
  const [request] = sent;
  assert.equal(request!.method, "POST");
  assert.equal(await request!.text(), "{}");
  assert.equal(request!.headers.get("mcp-session-id"), "s1");
  assert.equal(request!.headers.get("authorization"), "Bearer new");
  assert.deepEqual(headers, { "authorization": "Bearer old", "mcp-session-id": "s1" });
});
