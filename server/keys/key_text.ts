/**
 * The text of a key that `mcpdemo keys new` makes: `mcpd_`, the key's id, `_`, 130 random bits, and a checksum
 * by which a typing error is noticed without a server.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** Crockford's base 32: without the letters that look like digits, and without u. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

const ID_LENGTH = 8;
const SECRET_LENGTH = 26;
const CHECKSUM_LENGTH = 6;

const FORM = new RegExp(`^mcpd_([${DIGITS}]{${ID_LENGTH}})_[${DIGITS}]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** A new key. */
export interface NewKey {
  /** Names it in the keys file and in commands; it is not secret. */
  readonly id: string;
  /** The key itself. */
  readonly text: string;
}

/**
 * Makes a key.
 *
 * @param randomBytes gives that many bytes, unpredictable ones
 */
export function makeKey(randomBytes: (count: number) => Uint8Array): NewKey {
  const digits = (count: number) => Array.from(randomBytes(count), (byte) => DIGITS[byte % 32]).join("");
  const id = digits(ID_LENGTH);
  const begin = `mcpd_${id}_${digits(SECRET_LENGTH)}`;
  return { id, text: begin + checksumOf(begin) };
}

/** The id in a key of this form; `undefined` for any other text, as well as for a key with a typing error. */
export function idOfKey(text: string): string | undefined {
  const id = FORM.exec(text)?.[1];
  return id !== undefined && hasChecksum(text) ? id : undefined;
}

/** Whether a text was meant to be a key of this form, but has a typing error. */
export function isMistyped(text: string): boolean {
  return text.toLowerCase().startsWith("mcpd_") && idOfKey(text) === undefined;
}

/** SHA-256 of a key, as the keys file has it: in hexadecimal. */
export function hashOfKey(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hasChecksum(text: string): boolean {
  return text.endsWith(checksumOf(text.slice(0, -CHECKSUM_LENGTH)));
}

function checksumOf(begin: string): string {
  const hash = createHash("sha256").update(begin).digest();
  return Array.from(hash.subarray(0, CHECKSUM_LENGTH), (byte) => DIGITS[byte % 32]).join("");
}
