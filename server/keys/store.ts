/**
 * The keys file on disk: read whole, replaced atomically, by one process at a time.
 *
 * @module
 */
import { networkReason } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { stateFile } from "../../cli/state_file.ts";
import { keyFileText, parseKeyFile, type StoredKey } from "./key_file.ts";

/** Bytes of a keys file that is read. */
const MAX_BYTES = 8 * 1024 * 1024;

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
    if (size > MAX_BYTES) throw new UserError("keys_file_broken", { path, detail: `${size} bytes` });
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
    await stateFile(path).write(keyFileText(keys)).catch((error) => {
      throw new UserError("keys_file_unwritable", { path, detail: networkReason(error) }, { cause: error });
    });
    return result;
  } finally {
    unlock();
  }
}

/** The lock is of a file beside it: the keys file itself is replaced. The system frees it with the process. */
async function lock(path: string): Promise<() => void> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(`${path}.lock`, { write: true, create: true, mode: 0o600 });
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
