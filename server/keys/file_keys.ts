/**
 * The keys of a running server: those of its flags, and those of its keys file, which may change.
 *
 * @module
 */
import { hash, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import {
  type AcceptedKey,
  compareKey,
  type CompareResult,
  type KeyRing,
  type Principal,
  type ToolAccess,
} from "../../auth/keys.ts";
import { endOf, type StoredKey } from "./key_file.ts";
import { idOfKey } from "./key_text.ts";

/** A ring whose keys of the file can be replaced. */
export interface FileKeys extends KeyRing {
  /** How many keys of the file are accepted. */
  readonly size: number;
  /** Accepts these keys from now on, instead of the file's earlier ones. */
  replace(keys: readonly StoredKey[]): void;
  /**
   * The names whose sessions and streams have to end, since the last time that this was asked: no key of the name
   * is accepted any more, or it may do something else now.
   */
  ended(): string[];
}

interface Known {
  readonly key: StoredKey;
  readonly sha256: Uint8Array;
  readonly match: CompareResult;
}

/**
 * Creates a ring.
 *
 * @param simple the keys of flags and variables
 * @param now in milliseconds since 1970
 */
export function createFileKeys(simple: readonly AcceptedKey[], now: () => number): FileKeys {
  let known = new Map<string, Known>();
  /** The rights of each name that has had a key which was accepted, until {@linkcode FileKeys.ended} reports it. */
  let accepted = new Map<string, string>();

  const rightsNow = () => {
    const rights = new Map<string, string>();
    for (const { key } of known.values()) {
      if (!endOf(key, now())) rights.set(key.name, rightsOf(key));
    }
    return rights;
  };

  return {
    isOpen: false,
    get size() {
      return [...known.values()].filter(({ key }) => !endOf(key, now())).length;
    },
    find(presented) {
      const id = idOfKey(presented);
      const found = id === undefined ? undefined : known.get(id);
      if (!found || !timingSafeEqual(hash("sha256", presented, "buffer"), found.sha256)) {
        return compareKey(presented, simple);
      }
      const why = endOf(found.key, now());
      return why ? { kind: "ended", why } : found.match;
    },
    replace(keys) {
      known = new Map(keys.map((key) => {
        const match: CompareResult = { kind: "match", principal: principalOf(key) };
        return [key.id, { key, sha256: Buffer.from(key.sha256, "hex"), match }];
      }));
      for (const [name, rights] of rightsNow()) if (!accepted.has(name)) accepted.set(name, rights);
    },
    ended() {
      const rights = rightsNow();
      const names = [...accepted].filter(([name, before]) => rights.get(name) !== before).map(([name]) =>
        name
      );
      accepted = rights;
      return names;
    },
  };
}

function principalOf({ name, scopes, tools }: StoredKey): Principal {
  if (!scopes && !tools) return { keyId: name };
  const access: ToolAccess = {
    mayList: scopes?.includes("tools:read") ?? true,
    mayCall: scopes?.includes("tools:call") ?? true,
    ...(tools ? { tools } : {}),
  };
  return { keyId: name, access };
}

function rightsOf({ scopes, tools }: StoredKey): string {
  return JSON.stringify([scopes?.toSorted(), tools?.toSorted()]);
}
