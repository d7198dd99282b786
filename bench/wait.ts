/** Waiting, and doing many things a few at a time. */

/** How many requests the bench keeps in flight. */
export const CALLERS = 8;

/** Resolves after `ms` milliseconds. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Does `work` with 0, 1, 2 … below `count`, `CALLERS` at a time. */
export async function times(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: CALLERS }, worker));
}
