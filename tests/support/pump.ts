/** A body that is produced piece by piece, no faster than it is read. */

export interface Pump {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Adds pieces to the end. */
  push(pieces: Iterable<string>): void;
  /** Ends the body after the pieces added so far. */
  end(): void;
}

/** @param count called with the number of bytes read */
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
