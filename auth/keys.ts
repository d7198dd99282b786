/**
 * Bearer keys: parsed once, kept as SHA-256 hashes, compared in constant time.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * A key that the server accepts. Only its hash is kept: a leak of the process's memory reveals no
 * key.
 */
export interface AcceptedKey {
  /**
   * Identifies the key without revealing it, identically on every replica: `key-` and a part of its
   * hash.
   */
  readonly id: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly hash: Uint8Array;
}

/** The sender of a request: the id of the key presented, or `anonymous` in open mode. */
export interface Principal {
  /** The id of an {@linkcode AcceptedKey}, or `anonymous`. */
  readonly keyId: string;
}

/** Why a text cannot serve as a bearer key. */
export type KeyProblem = "empty" | "unsendable";

/** The outcome of reading the configured keys. */
export type KeysResult =
  | { readonly kind: "keys"; readonly keys: readonly AcceptedKey[] }
  | { readonly kind: "invalid"; readonly problem: KeyProblem };

/** The outcome of comparing a presented key with the accepted ones. */
export type CompareResult =
  | { readonly kind: "match"; readonly principal: Principal }
  | { readonly kind: "mismatch" };

/**
 * What is wrong with `key` as a bearer key, or `undefined` if it is valid.
 *
 * A key is visible ASCII: anything else cannot travel in a header (RFC 9110 §5.5). A comma is
 * refused because it is how HTTP joins two headers into one.
 */
export function keyProblem(key: string): KeyProblem | undefined {
  if (key === "") return "empty";
  return /^[\x21-\x2b\x2d-\x7e]+$/.test(key) ? undefined : "unsendable";
}

/** Hashes the configured keys. An empty one is a problem; it never means "no key". */
export function parseKeys(keys: readonly string[]): KeysResult {
  const accepted: AcceptedKey[] = [];
  for (const key of keys) {
    const problem = keyProblem(key);
    if (problem) return { kind: "invalid", problem };
    const hash = sha256(key);
    accepted.push({ id: keyId(hash), hash });
  }
  return { kind: "keys", keys: accepted };
}

/**
 * Compares a presented key with every accepted one.
 *
 * Both sides are hashed to 32 bytes first and every comparison runs to its end, so the time taken
 * does not reveal the length of a key, how much of it was right, or which key matched.
 */
export function compareKey(presented: string, accepted: readonly AcceptedKey[]): CompareResult {
  const hash = sha256(presented);
  let match: AcceptedKey | undefined;
  for (const key of accepted) {
    if (timingSafeEqual(hash, key.hash)) match = key;
  }
  return match ? { kind: "match", principal: { keyId: match.id } } : { kind: "mismatch" };
}

/** From a second hash, so that the id reveals nothing of the hash that keys are checked against. */
function keyId(hash: Uint8Array): string {
  return `key-${createHash("sha256").update("id").update(hash).digest("hex").slice(0, 8)}`;
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text, "utf8").digest();
}
