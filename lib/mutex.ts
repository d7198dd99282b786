/**
 * One at a time.
 *
 * @module
 */

/** Runs `work` when all work before it has ended, and settles as it does. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates an unlocked mutex. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
