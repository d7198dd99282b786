/** The forms that one server may put before the person. */
import type { Elicit } from "../elicitation/elicit.ts";
import { exceeded, FORMS, type OnExceeded } from "./limits.ts";

export interface LimitedForms {
  readonly elicit: Elicit;
  /** Runs a call, during which the server may ask back; with the last call, its forms are taken away. */
  during<T>(call: () => Promise<T>): Promise<T>;
}

/**
 * A server asks back for a call alone (MCP 2026-07-28, `basic`): one that asks at any other time would read
 * the terminal beside whoever reads it then. And it does not ask without end.
 */
export function limitForms(elicit: Elicit, onExceeded: OnExceeded): LimitedForms {
  let forms = 0;
  let calls = 0;
  let over = new AbortController();
  return {
    elicit(url, params, asked) {
      if (calls === 0) return Promise.resolve({ action: "cancel" });
      if (++forms <= FORMS) return elicit(url, params, AbortSignal.any([asked, over.signal]));
      onExceeded(exceeded("mcp_asks_too_much", url, FORMS));
      return Promise.resolve({ action: "cancel" });
    },
    async during(call) {
      calls++;
      try {
        return await call();
      } finally {
        if (--calls === 0) {
          over.abort();
          over = new AbortController();
        }
      }
    },
  };
}
