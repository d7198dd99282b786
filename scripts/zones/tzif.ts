/**
 * Reads compiled time zones (TZif, RFC 9636).
 *
 * @module
 */

/** When a zone changes its offset from UTC. */
export interface Transition {
  /** Seconds since 1970-01-01T00:00:00Z, from which on the offset holds. */
  readonly at: number;
  /** Seconds to add to UTC. */
  readonly offset: number;
}

/** A time zone as TZif holds it. */
export interface CompiledZone {
  /** Seconds to add to UTC before the first transition. */
  readonly initial: number;
  /** In the order of time. */
  readonly transitions: readonly Transition[];
  /** What holds after the last transition: a `TZ` string (POSIX.1-2024 §8.3, RFC 9636 §3.3). */
  readonly footer: string;
}

/** Reads the 64-bit data of a TZif file of version 2 or later. Throws an `Error` if it is not one. */
export function readTzif(bytes: Uint8Array): CompiledZone {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = readHeader(view, 0);
  const start = first.end(4);
  const { times, types, end } = readHeader(view, start);
  const at = start + HEADER;
  const indices = at + times * 8;
  const records = indices + times;
  const offsetOf = (type: number) => view.getInt32(records + type * 6);
  const transitions = Array.from({ length: times }, (_, index) => ({
    at: Number(view.getBigInt64(at + index * 8)),
    offset: offsetOf(view.getUint8(indices + index)),
  }));
  if (types === 0) throw new Error("The file has no local time type.");
  const footer = new TextDecoder().decode(bytes.subarray(end(8))).trim();
  return { initial: offsetOf(0), transitions, footer };
}

const HEADER = 44;

function readHeader(view: DataView, start: number) {
  if (view.getUint32(start) !== 0x545a6966 || view.getUint8(start + 4) < 0x32) {
    throw new Error("The file is not TZif of version 2 or later.");
  }
  const [utc, standard, leaps, times, types, characters] = [0, 1, 2, 3, 4, 5].map((index) =>
    view.getUint32(start + 20 + index * 4)
  ) as [number, number, number, number, number, number];
  /** The end of the data after this header, with times of `size` bytes. */
  const end = (size: number) =>
    start + HEADER + times * (size + 1) + types * 6 + characters + leaps * (size + 4) + standard + utc;
  return { times, types, end };
}
