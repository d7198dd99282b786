/**
 * Looks at a response's body on its way, without holding it up.
 *
 * @module
 */

/** What is told of a body. */
export interface Watcher {
  /** A piece has passed. */
  readonly onChunk: (chunk: Uint8Array) => void;
  /** It is over, or, if `isAborted`, its reader stopped before the end. */
  readonly onEnd: (isAborted?: boolean) => void;
  /** It has broken off. */
  readonly onError: (error: unknown) => void;
}

/** The same response, with every chunk shown on its way. One without a body is returned as it is. */
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
