/**
 * Follows a keys file while the server runs.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { fileSignature } from "../../lib/file_signature.ts";
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

/** A file that is followed. */
export interface FollowedFile {
  /** Looks now, whether the file seems to have changed or not. */
  reload(): Promise<void>;
  /** Follows it no longer. */
  stop(): void;
}

/**
 * Reads the file, and then looks regularly whether it has changed. A watcher of the system's would lose a file that
 * is replaced, as editors and orchestrators replace it.
 *
 * @throws {UserError} if the file cannot be used, or does not exist
 */
export async function followKeyFile(path: string, options: FollowOptions): Promise<FollowedFile> {
  const { keys, onEnd, onChange, onProblem, everyMs = 1_000 } = options;
  let seen = await fileSignature(path);
  keys.replace(await existing(path));
  keys.ended();
  let isReading = false;
  const read = async (signature: string) => {
    seen = signature;
    try {
      const changed = await existing(path);
      keys.replace(changed);
      onChange(changed.length);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onProblem(error);
    }
  };
  const look = async (always: boolean) => {
    if (isReading) return;
    isReading = true;
    try {
      const signature = await fileSignature(path);
      if (always || signature !== seen) await read(signature);
      for (const name of keys.ended()) onEnd(name);
    } finally {
      isReading = false;
    }
  };
  const timer = setInterval(() => void look(false), everyMs);
  return { reload: () => look(true), stop: () => clearInterval(timer) };
}

async function existing(path: string) {
  const keys = await readKeyFile(path);
  if (keys) return keys;
  throw new UserError("keys_file_unreadable", { path, reason: "no_file" });
}
