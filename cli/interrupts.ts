/**
 * What Ctrl-C means: first what is running ends, then the program.
 *
 * @module
 */

/** The requests to end, and who listens to them. */
export interface Interrupts {
  /** Aborted when the program is to end. */
  readonly leave: AbortSignal;
  /** Runs `work` with a signal that the first Ctrl-C aborts. */
  cancellable<T>(work: (cancelled: AbortSignal) => Promise<T>): Promise<T>;
  /** Call it when the user presses Ctrl-C. */
  interrupt(): void;
  /** Call it when what a Ctrl-C has ended is over: the next Ctrl-C is a first one again. */
  rearm(): void;
  /** Call it when the system asks the program to end. */
  terminate(): void;
}

/**
 * Creates interrupts of which none has come.
 *
 * @param reason with which `leave` is aborted
 */
export function createInterrupts(reason: Error): Interrupts {
  const leaving = new AbortController();
  const running = new Set<AbortController>();
  let isUsed = false;
  const terminate = () => leaving.abort(reason);
  return {
    leave: leaving.signal,
    async cancellable(work) {
      const controller = new AbortController();
      running.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    interrupt() {
      if (isUsed || running.size === 0) return terminate();
      isUsed = true;
      for (const controller of running) controller.abort("cancelled by the user");
    },
    rearm: () => void (isUsed = false),
    terminate,
  };
}

/** Milliseconds within which one Ctrl-C may arrive twice. */
const ECHO_MS = 300;

/** `act` once for a Ctrl-C that comes from the terminal and is passed on by `deno task` or `npx` as well. */
export function withoutEchoes(act: () => void, now: () => number): () => void {
  let last = -Infinity;
  return () => {
    if (now() - last < ECHO_MS) return;
    last = now();
    act();
  };
}
