/**
 * Follows a keys file while the server runs.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { type FollowedFiles, followFiles } from "../../lib/follow_files.ts";
import type { FileKeys } from "./file_keys.ts";
import { readKeyFile } from "./store.ts";

/** What following needs. */
export interface FollowOptions {
  /** Gets the keys of the file, now and after each change. */
  readonly keys: FileKeys;
  /** Called with the name of each key that is not accepted any more, or has other rights. */
  readonly onEnd: (name: string) => void;
  /** Called when a changed file has been read. */
  readonly onChange: (count: number) => void;
  /** Called when a changed file cannot be used; the keys stay as they were. */
  readonly onProblem: (error: UserError) => void;
  /** Milliseconds between two looks at the file. */
  readonly everyMs?: number;
}

/**
 * Reads the file, and follows it.
 *
 * @throws {UserError} if the file cannot be used, or does not exist
 */
export async function followKeyFile(path: string, options: FollowOptions): Promise<FollowedFiles> {
  const { keys, onEnd, onChange, onProblem, everyMs } = options;
  const readAgain = async () => {
    try {
      const changed = await existing(path);
      keys.replace(changed);
      onChange(changed.length);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onProblem(error);
    }
  };
  const file = await followFiles([path], async (hasChanged) => {
    if (hasChanged) await readAgain();
    // A key may also have expired.
    for (const name of keys.ended()) onEnd(name);
  }, everyMs);
  try {
    keys.replace(await existing(path));
  } catch (error) {
    file.stop();
    throw error;
  }
  keys.ended();
  return file;
}

async function existing(path: string) {
  const keys = await readKeyFile(path);
  if (keys) return keys;
  throw new UserError("keys_file_unreadable", { path, reason: "no_file" });
}
