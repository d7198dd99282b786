/**
 * The keys file on disk: read whole, replaced atomically, by one process at a time.
 *
 * @module
 */
import { networkReason } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { keyFileText, parseKeyFile, type StoredKey } from "./key_file.ts";

/** Bytes of a keys file that is read. */
const MAX_BYTES = 8 * 1024 * 1024;

/** For the owner alone. */
const PRIVATE = 0o600;

/** Milliseconds to wait for another process that changes the file, and between two attempts. */
const LOCK_MS = 5_000;
const AGAIN_MS = 50;

/**
 * Reads a keys file; `undefined` if it does not exist.
 *
 * @throws {UserError} `keys_file_unreadable` or `keys_file_broken`
 */
export async function readKeyFile(path: string): Promise<readonly StoredKey[] | undefined> {
  let text: string;
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_BYTES) throw new UserError("keys_file_broken", { path, reason: "file_too_large" });
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof UserError) throw error;
    throw new UserError("keys_file_unreadable", { path, detail: networkReason(error) }, { cause: error });
  }
  const read = parseKeyFile(text);
  if (read.kind === "broken") throw new UserError("keys_file_broken", { path, detail: read.problem });
  return read.keys;
}

/**
 * Replaces what a keys file holds, while no other process does the same.
 *
 * @param change gets the keys, and returns those to write with a result
 * @throws {UserError} also `keys_file_locked` and `keys_file_unwritable`
 */
export async function changeKeyFile<T>(
  path: string,
  change: (keys: readonly StoredKey[]) => { readonly keys: readonly StoredKey[]; readonly result: T },
): Promise<T> {
  const unlock = await lock(path);
  try {
    const { keys, result } = change(await readKeyFile(path) ?? []);
    await replace(path, keyFileText(keys)).catch((error) => {
      throw new UserError("keys_file_unwritable", { path, detail: networkReason(error) }, { cause: error });
    });
    return result;
  } finally {
    unlock();
  }
}

/**
 * Replaces a file atomically. It keeps the rights and the owner of the earlier one, so that a server that runs as
 * another user can still read it, and a symbolic link to it; a new file is for its owner alone.
 */
async function replace(path: string, text: string): Promise<void> {
  const target = await Deno.realPath(path).catch(() => path);
  const earlier = await Deno.stat(target).catch(() => undefined);
  const written = `${target}.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(written, text, { mode: PRIVATE, createNew: true });
    if (earlier?.mode != null && (earlier.mode & 0o777) !== PRIVATE) {
      await Deno.chmod(written, earlier.mode & 0o777);
    }
    // Only an administrator can give a file to somebody else; to all others it belongs already.
    if (earlier?.uid != null) {
      await Deno.chown(written, earlier.uid, earlier.gid).catch(() => {});
    }
    await Deno.rename(written, target);
  } catch (error) {
    await Deno.remove(written).catch(() => {});
    throw error;
  }
}

/** The lock is of a file beside it: the keys file itself is replaced. The system frees it with the process. */
async function lock(path: string): Promise<() => void> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(`${path}.lock`, { write: true, create: true, mode: PRIVATE });
  } catch (error) {
    throw new UserError("keys_file_unwritable", { path, detail: networkReason(error) }, { cause: error });
  }
  for (let waited = 0; !await file.tryLock(true); waited += AGAIN_MS) {
    if (waited >= LOCK_MS) {
      file.close();
      throw new UserError("keys_file_locked", { path });
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  return () => file.close();
}
