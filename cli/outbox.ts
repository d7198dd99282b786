/**
 * What waits to be written while a reader is slow: nothing here blocks the program, and what waits is bounded.
 *
 * A synchronous write to a full pipe stops the whole program, its timers and signals included, until the
 * reader reads again. So pipes are written to asynchronously, and in order: an answer comes after the notes
 * before it, and a note after the answers before it.
 *
 * @module
 */

/** Where bytes go: one of the process's own streams. */
export interface ByteWriter {
  /** Writes a part of `bytes`; resolves with how many it was. */
  write(bytes: Uint8Array): Promise<number>;
}

/** How an outbox is made. */
export interface OutboxOptions {
  /** Where answers go. */
  readonly stdout: ByteWriter;
  /** Where notes go. */
  readonly stderr: ByteWriter;
  /** Both are the same pipe: an answer then always waits for the notes before it. */
  readonly isShared?: boolean;
  /** Says that `count` lines were dropped. */
  readonly linesDropped: (count: number) => string;
  /** How many characters of notes may wait; notes beyond that are dropped and counted. */
  readonly maxWaiting?: number;
}

/** Answers and notes on their way. */
export interface Outbox {
  /** Puts `text` on its way to stdout; it is never dropped. */
  answer(text: string): void;
  /** Puts `text`, whole lines, on its way to stderr. */
  note(text: string): void;
  /** Resolves when everything has been written, or its reader has gone. */
  flushed(): Promise<void>;
  /** Why a part of the answer could not be written. */
  lost(): unknown;
}

/** In characters: about a thousand lines. */
const MAX_WAITING = 1 << 20;

/** In milliseconds: for how long an answer waits for the reader of the notes before it. */
const STALL_MS = 200;

/** In bytes: smaller than a pipe, so that a slow reader is seen to read. */
const CHUNK = 16_384;

/** Creates an empty outbox. */
export function createOutbox(
  { stdout, stderr, isShared = false, linesDropped, maxWaiting = MAX_WAITING }: OutboxOptions,
): Outbox {
  let answers: Promise<void> = Promise.resolve();
  let notes: Promise<void> = Promise.resolve();
  /** The notes that go together, until something else comes between. */
  let batch: { text: string } | undefined;
  let [waiting, dropped, isStalled] = [0, 0, false];
  let lost: unknown;

  const note = (text: string) => {
    // One note may be longer than all that may wait.
    if (waiting > 0 && waiting + text.length > maxWaiting) {
      dropped += text.split("\n").length - 1;
      return;
    }
    waiting += text.length;
    if (batch) {
      batch.text += text;
      return;
    }
    const own = batch = { text };
    notes = Promise.all([notes, answers]).then(async () => {
      if (batch === own) batch = undefined;
      await writeAll(stderr, own.text, () => isStalled = false);
      waiting -= own.text.length;
      if (dropped === 0) return;
      const count = dropped;
      dropped = 0;
      note(linesDropped(count) + "\n");
    });
  };
  const notesOrStall = async (before: Promise<void>) => {
    if (isShared) return await before;
    if (isStalled) return;
    const { promise: stall, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => resolve(void (isStalled = true)), STALL_MS);
    await Promise.race([before, stall]);
    clearTimeout(timer);
  };
  return {
    note,
    answer(text) {
      batch = undefined;
      const before = notes;
      answers = answers.then(() => notesOrStall(before)).then(async () => {
        lost = await writeAll(stdout, text) ?? lost;
      });
    },
    async flushed() {
      // What was dropped is reported by a note that comes last.
      let last: Promise<void> | undefined;
      while (last !== notes) {
        last = notes;
        await Promise.all([answers, notes]);
      }
    },
    lost: () => lost,
  };
}

const encoder = new TextEncoder();

/** Never throws; the error is what it gives. */
async function writeAll(stream: ByteWriter, text: string, onProgress = () => {}): Promise<unknown> {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) {
      bytes = bytes.subarray(await stream.write(bytes.subarray(0, CHUNK)));
      onProgress();
    }
  } catch (error) {
    return error;
  }
}
