/**
 * Bearer keys: parsed once, kept as SHA-256 hashes, compared in constant time.
 *
 * @module
 */
import { createHash, hash as hashOnce, timingSafeEqual } from "node:crypto";

/** A key that the server accepts, as its hash. */
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
  /** The id of an {@linkcode AcceptedKey}, the name of a key in a keys file, or `anonymous`. */
  readonly keyId: string;
  /** What the key may do with tools; if absent, everything. */
  readonly access?: ToolAccess;
}

/** What a key may do with tools. */
export interface ToolAccess {
  /** Whether it may list them (`tools:read`). */
  readonly mayList: boolean;
  /** Whether it may call them (`tools:call`). */
  readonly mayCall: boolean;
  /** The names of the tools that exist for it; if absent, all of them. */
  readonly tools?: readonly string[];
}

/** The keys of a server. */
export interface KeyRing {
  /** Whether there are none, so that everyone may call. */
  readonly isOpen: boolean;
  /** Whose key a text is. */
  find(presented: string): CompareResult;
}

/** A ring of keys that never change. */
export function fixedKeys(accepted: readonly AcceptedKey[]): KeyRing {
  return { isOpen: accepted.length === 0, find: (presented) => compareKey(presented, accepted) };
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
  | { readonly kind: "mismatch" }
  /** The right key, which is not accepted any more. */
  | { readonly kind: "ended"; readonly why: "expired" | "revoked" };

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
 * Both sides are hashed to 32 bytes first and no comparison is cut short, so the time taken tells
 * neither the length of a key, nor how much of it was right, nor which key matched.
 *
 * The text of the key that matched last is remembered, and compared first, in constant time as well: a hash
 * takes longer than all the rest of a short call.
 */
export function compareKey(presented: string, accepted: readonly AcceptedKey[]): CompareResult {
  const last = latest.get(accepted);
  if (last && isSameText(presented, last.text)) return last.result;
  const hash = sha256(presented);
  let match: AcceptedKey | undefined;
  for (const key of accepted) {
    if (timingSafeEqual(hash, key.hash)) match = key;
  }
  if (!match) return { kind: "mismatch" };
  const result: CompareResult = { kind: "match", principal: { keyId: match.id } };
  latest.set(accepted, { text: presented, result });
  return result;
}

/** The last match of each set of keys. */
const latest = new WeakMap<readonly AcceptedKey[], { text: string; result: CompareResult }>();

/** Takes a time that depends on the length of `presented` alone. */
function isSameText(presented: string, known: string): boolean {
  let difference = presented.length ^ known.length;
  for (let index = 0; index < presented.length; index++) {
    difference |= presented.charCodeAt(index) ^ known.charCodeAt(index % known.length);
  }
  return difference === 0;
}

/** From a second hash, so that the id reveals nothing of the hash that keys are checked against. */
function keyId(hash: Uint8Array): string {
  return `key-${createHash("sha256").update("id").update(hash).digest("hex").slice(0, 8)}`;
}

function sha256(text: string): Uint8Array {
  return hashOnce("sha256", text, "buffer");
}
