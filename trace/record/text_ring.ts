/**
 * Texts that wait off the heap, first in, first out.
 *
 * Under load most of what is recorded is dropped before somebody looks. On the heap it would live just long enough to
 * be copied by the garbage collector, which takes longer than to answer a call.
 *
 * @module
 */

/** Texts off the heap. */
export interface TextRing {
  /** Keeps a text, and returns how many bytes it takes; `undefined` if there is no room. */
  push(text: string): number | undefined;
  /** Takes the oldest text out. */
  shift(): string;
  /** Drops the oldest text. */
  drop(): void;
}

/** Bytes of a length. */
const LENGTH = 4;

/** Bytes that a UTF-16 code unit takes at most. */
const WIDEST = 3;

/** Dropped positions are cut off once in a while: to shift the list each time would move all of it. */
const DROPPED = 1_000;

/** Makes an empty ring of `size` bytes. The memory is taken with the first text. */
export function createTextRing(size: number): TextRing {
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder("utf-8", { ignoreBOM: true })];
  let bytes = new Uint8Array();
  let lengths = new DataView(bytes.buffer);
  /** Where each text begins, from `first` on. Each lies in one piece. */
  let starts: number[] = [];
  let first = 0;
  let end = 0;

  /** Where a text of at most so many bytes fits, if it does. */
  const startFor = (most: number): number | undefined => {
    const oldest = starts[first];
    if (oldest === undefined) return most <= size ? 0 : undefined;
    if (end <= oldest) return end + most <= oldest ? end : undefined;
    if (end + most <= size) return end;
    return most <= oldest ? 0 : undefined;
  };

  const drop = () => {
    if (++first < DROPPED) return;
    starts = starts.slice(first);
    first = 0;
  };

  return {
    push(text) {
      const start = startFor(LENGTH + WIDEST * text.length);
      if (start === undefined) return undefined;
      if (bytes.length === 0) {
        bytes = new Uint8Array(size);
        lengths = new DataView(bytes.buffer);
      }
      const { written } = encoder.encodeInto(text, bytes.subarray(start + LENGTH));
      lengths.setUint32(start, written);
      end = start + LENGTH + written;
      starts.push(start);
      return LENGTH + written;
    },
    shift() {
      const start = starts[first]!;
      const from = start + LENGTH;
      const text = decoder.decode(bytes.subarray(from, from + lengths.getUint32(start)));
      drop();
      return text;
    },
    drop,
  };
}
