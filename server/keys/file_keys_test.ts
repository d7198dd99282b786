import assert from "node:assert/strict";
import { parseKeys } from "../../auth/keys.ts";
import { createFileKeys } from "./file_keys.ts";
import type { StoredKey } from "./key_file.ts";
import { hashOfKey, makeKey } from "./key_text.ts";

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

function stored(name: string, more: Partial<StoredKey> = {}) {
  const { id, text } = makeKey(random);
  const key: StoredKey = { id, name, sha256: hashOfKey(text), created: "2026-07-28T00:00:00Z", ...more };
  return { text, key };
}

function ring(simple: readonly string[] = []) {
  const parsed = parseKeys(simple);
  assert.ok(parsed.kind === "keys");
  const clock = { now: Date.parse("2026-07-28T12:00:00Z") };
  return { clock, simple: parsed.keys, keys: createFileKeys(parsed.keys, () => clock.now) };
}

Deno.test("simple keys and keys of the file are accepted side by side, the latter under their names", () => {
  const { keys, simple } = ring(["ma_cle_secrete"]);
  const alice = stored("alice");
  keys.replace([alice.key]);
  assert.deepEqual(keys.find(alice.text), { kind: "match", principal: { keyId: "alice" } });
  assert.deepEqual(keys.find("ma_cle_secrete"), { kind: "match", principal: { keyId: simple[0]!.id } });
  assert.deepEqual(keys.find(makeKey(random).text), { kind: "mismatch" });
  assert.deepEqual(keys.find("x"), { kind: "mismatch" });
});

Deno.test("the right id with another secret does not match, and does not reveal that the key has ended", () => {
  const { keys } = ring();
  const alice = stored("alice", { revoked: "2026-07-28T00:00:00Z" });
  const forged = makeKey((count) => new Uint8Array(count));
  keys.replace([{ ...alice.key, id: forged.id }]);
  assert.deepEqual(keys.find(forged.text), { kind: "mismatch" });
});

Deno.test("rights travel with the principal", () => {
  const { keys } = ring();
  const bob = stored("bob", { scopes: ["tools:read"], tools: ["countdown"] });
  keys.replace([bob.key]);
  assert.deepEqual(keys.find(bob.text), {
    kind: "match",
    principal: { keyId: "bob", access: { mayList: true, mayCall: false, tools: ["countdown"] } },
  });
});

Deno.test("a key ends when its time comes, is revoked or disappears, and its name is reported once", () => {
  const { keys, clock } = ring();
  const alice = stored("alice", { expires: "2026-07-28T12:30:00Z" });
  const [bob, carol] = [stored("bob"), stored("carol")];
  keys.replace([alice.key, bob.key, carol.key]);
  assert.deepEqual(keys.ended(), []);
  clock.now = Date.parse("2026-07-28T12:30:00Z");
  assert.deepEqual(keys.find(alice.text), { kind: "ended", why: "expired" });
  assert.deepEqual(keys.ended(), ["alice"]);
  keys.replace([alice.key, { ...bob.key, revoked: "2026-07-28T12:30:00Z" }]);
  assert.deepEqual(keys.find(bob.text), { kind: "ended", why: "revoked" });
  assert.deepEqual(keys.find(carol.text), { kind: "mismatch" });
  assert.deepEqual(keys.ended(), ["bob", "carol"]);
  assert.deepEqual(keys.ended(), []);
});

Deno.test("a name whose key is rotated has not ended; one whose rights change has", () => {
  const { keys } = ring();
  const old = stored("alice");
  keys.replace([old.key]);
  keys.ended();
  const fresh = stored("alice");
  keys.replace([{ ...old.key, revoked: "2026-07-28T12:00:00Z" }, fresh.key]);
  assert.deepEqual(keys.ended(), []);
  keys.replace([{ ...fresh.key, tools: ["countdown"] }]);
  assert.deepEqual(keys.ended(), ["alice"]);
});
