/**
 * The keys file: names, hashes and rights of the keys that a server accepts. No key is in it.
 *
 * @module
 */
import { z } from "zod";
import { SCOPES } from "../../cli/settings.ts";

/** The name of a key: it appears in logs and in the audit file, and must not look like the id of a simple key. */
export const KEY_NAME = /^(?!key-|anonymous$)[a-z0-9][a-z0-9._-]{0,63}$/;

const time = z.iso.datetime();

const storedKey = z.strictObject({
  id: z.string().regex(/^[0-9a-z]{8}$/),
  name: z.string().regex(KEY_NAME),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scopes: z.array(z.enum(SCOPES)).optional(),
  tools: z.array(z.string()).optional(),
  created: time,
  expires: time.optional(),
  revoked: time.optional(),
});

/** A key as the file has it. */
export type StoredKey = Readonly<z.infer<typeof storedKey>>;

const MAX_KEYS = 10_000;

const keyFile = z.strictObject({ version: z.literal(1), keys: z.array(storedKey).max(MAX_KEYS) });

/** The outcome of reading a keys file. */
export type KeyFile =
  | { readonly kind: "keys"; readonly keys: readonly StoredKey[] }
  | { readonly kind: "broken"; readonly problem: string };

/** Reads the text of a keys file. */
export function parseKeyFile(text: string): KeyFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "broken", problem: error instanceof Error ? error.message : String(error) };
  }
  const { data, error } = keyFile.safeParse(value);
  if (!data) {
    const { path, message } = error.issues[0]!;
    return { kind: "broken", problem: `${path.join(".") || "the file"}: ${message}` };
  }
  const ids = data.keys.map(({ id }) => id);
  const double = ids.find((id, index) => ids.indexOf(id) < index);
  if (double !== undefined) return { kind: "broken", problem: `the id ${double} is there twice` };
  return { kind: "keys", keys: data.keys };
}

/** The text of a keys file. */
export function keyFileText(keys: readonly StoredKey[]): string {
  return JSON.stringify({ version: 1, keys }, undefined, 2) + "\n";
}

/** Why a key is not accepted any more, or `undefined` if it is. */
export function endOf({ revoked, expires }: StoredKey, now: number): "revoked" | "expired" | undefined {
  if (revoked !== undefined) return "revoked";
  return expires !== undefined && Date.parse(expires) <= now ? "expired" : undefined;
}
