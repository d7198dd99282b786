/**
 * Observes a response's body in transit, without delaying it.
 *
 * @module
 */

/** The callbacks of a body's observer. */
export interface Watcher {
  /** Called with each piece. */
  readonly onChunk: (chunk: Uint8Array) => void;
  /** Called when the body has ended, or, if `isAborted`, when its reader stopped before the end. */
  readonly onEnd: (isAborted?: boolean) => void;
  /** Called when the body broke off. */
  readonly onError: (error: unknown) => void;
}

/**
 * The same response, with every chunk passed to the observer. A response without a body is returned
 * unchanged.
 */
export function passThrough(response: Response, { onChunk, onEnd, onError }: Watcher): Response {
  if (!response.body) {
    onEnd();
    return response;
  }
  const reader = response.body.getReader();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (cancelled) return;
        if (done) {
          onEnd();
          controller.close();
        } else {
          onChunk(value);
          controller.enqueue(value);
        }
      } catch (error) {
        if (cancelled) return;
        onError(error);
        controller.error(error);
      }
    },
    cancel(reason) {
      cancelled = true;
      onEnd(true);
      return reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
