/**
 * Limits the forms that one server may show to the user.
 *
 * @module
 */
import type { Elicit } from "../elicitation/elicit.ts";
import { exceeded, FORMS, type OnExceeded } from "./limits.ts";

/** Elicitations of one server. */
export interface LimitedForms {
  /** Asks the user; answers `cancel` when no call is running or the limit is exceeded. */
  readonly elicit: Elicit;
  /** Runs a call, during which the server may ask. When the last call has ended, open forms are cancelled. */
  during<T>(call: () => Promise<T>): Promise<T>;
}

/**
 * A server may ask only during a call (MCP 2026-07-28, `basic`): at any other time something else reads from the
 * terminal. It may ask {@linkcode FORMS} times.
 *
 * @param onExceeded called when the server asks more often
 */
export function limitForms(elicit: Elicit, onExceeded: OnExceeded): LimitedForms {
  let forms = 0;
  let calls = 0;
  let ended = new AbortController();
  return {
    elicit(url, params, asked) {
      if (calls === 0) return Promise.resolve({ action: "cancel" });
      if (++forms <= FORMS) return elicit(url, params, AbortSignal.any([asked, ended.signal]));
      onExceeded(exceeded("mcp_asks_too_much", url, FORMS));
      return Promise.resolve({ action: "cancel" });
    },
    async during(call) {
      calls++;
      try {
        return await call();
      } finally {
        if (--calls === 0) {
          ended.abort();
          ended = new AbortController();
        }
      }
    },
  };
}
