/** The time that a command may take. */
import { UserError } from "../../cli/errors.ts";

export interface Deadline extends Disposable {
  /** Aborted with the error to show, by the clock or by `interrupted`. */
  readonly signal: AbortSignal;
}

export function startDeadline(seconds: number, interrupted: AbortSignal): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new UserError("timeout", { seconds: String(seconds) })),
    seconds * 1000,
  );
  return {
    signal: AbortSignal.any([controller.signal, interrupted]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
