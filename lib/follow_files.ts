/**
 * Notices that files have changed.
 *
 * @module
 */
import { createMutex } from "./mutex.ts";

/** Files that are followed. */
export interface FollowedFiles {
  /** Looks now, as if they had changed. */
  reload(): Promise<void>;
  /** Follows them no longer. */
  stop(): void;
}

/**
 * Looks regularly whether one of the files has changed since this call. A watcher of the system's would lose a file
 * that is replaced, as editors and orchestrators replace it.
 *
 * @param look called each time, one after another, with whether one has changed
 * @param everyMs milliseconds between two looks; a slow one leaves out those that it delays
 */
export async function followFiles(
  paths: readonly string[],
  look: (hasChanged: boolean) => void | Promise<void>,
  everyMs = 1_000,
): Promise<FollowedFiles> {
  const signature = async () => (await Promise.all(paths.map(signatureOf))).join("\n");
  const inTurn = createMutex();
  let seen = await signature();
  let waiting = 0;
  const lookOnce = async (isForced: boolean) => {
    waiting++;
    await inTurn(async () => {
      const now = await signature();
      const hasChanged = isForced || now !== seen;
      seen = now;
      await look(hasChanged);
    }).finally(() => waiting--);
  };
  const timer = setInterval(() => void (waiting === 0 && lookOnce(false)), everyMs);
  return { reload: () => lookOnce(true), stop: () => clearInterval(timer) };
}

/** Changes with the file, also if another one of the same size takes its place, or if it cannot be read any more. */
async function signatureOf(path: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch (error) {
    return String(error);
  }
}
