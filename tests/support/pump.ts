/** A body that is made piece by piece, no faster than somebody takes it. */

export interface Pump {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Adds pieces to the end. */
  push(pieces: Iterable<string>): void;
  /** Ends the body after what was pushed. */
  end(): void;
}

/** @param count told how many bytes somebody takes */
export function createPump(count: (bytes: number) => void): Pump {
  const encoder = new TextEncoder();
  const waiting: Iterator<string>[] = [];
  let isEnded = false;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      while (true) {
        const next = waiting[0]?.next();
        if (next && !next.done) {
          const piece = encoder.encode(next.value);
          count(piece.length);
          return controller.enqueue(piece);
        }
        if (next) waiting.shift();
        else if (isEnded) return controller.close();
        else await changed.promise;
      }
    },
    cancel() {
      isEnded = true;
      waiting.length = 0;
      tell();
    },
  }, { highWaterMark: 0 });
  return {
    body,
    push(pieces) {
      waiting.push(pieces[Symbol.iterator]());
      tell();
    },
    end() {
      isEnded = true;
      tell();
    },
  };
}
