/** A server under test, and what the scenarios may know about it. */

export interface Subject extends AsyncDisposable {
  /** The address that opens an event stream. */
  readonly sse: URL;
  /** Resolves when a call of `wait` has been cancelled. */
  readonly stopped: Promise<void>;
}

/**
 * Every subject has the same three tools: `add` (numbers `a` and `b`, answers their sum as text),
 * `wait` (reports progress 1 of 2, then runs until it is cancelled) and `ask` (requests sampling
 * from the client, and answers with the result).
 */
export const ADD = { name: "add", arguments: { a: 2, b: 40 } };
export const WAIT = { name: "wait", arguments: {} };
export const ASK = { name: "ask", arguments: {} };

export const QUESTION = {
  messages: [{ role: "user" as const, content: { type: "text" as const, text: "Say something." } }],
  maxTokens: 10,
};

/** Resolves when `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
