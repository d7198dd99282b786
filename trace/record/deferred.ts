/**
 * Keeps what passes as it is, and gives it to a recorder when somebody looks: to read, redact and explain an
 * exchange takes longer than to answer it.
 *
 * @module
 */
import { MAX_READ } from "./bounded.ts";
import type { RecordedRequest, Recorder, Recording } from "./recorder.ts";

/** What deferring needs. */
export interface DeferredOptions {
  /** Takes what was kept. */
  readonly recorder: Recorder;
  /** Whether somebody looks, so that the recorder takes everything at once. */
  readonly isWatched: () => boolean;
  /** The recorder's clock. */
  readonly clock: Clock;
  /** Called when something has been added: the place to call {@linkcode DeferredRecorder.dropOldest}. */
  readonly onGrowth: () => void;
}

/** A clock that can show a moment of the past. */
export interface Clock {
  /** The moment that it shows, in milliseconds since the start of the process. */
  readonly now: () => number;
  /** Shows a past moment; with `undefined` the present one again. */
  readonly show: (moment: number | undefined) => void;
}

/** Makes a clock that shows the present moment. */
export function createClock(): Clock {
  let shown: number | undefined;
  return { now: () => shown ?? performance.now(), show: (moment) => void (shown = moment) };
}

/** A recorder whose work may wait. */
export interface DeferredRecorder extends Recorder {
  /** Gives the recorder what waits, in the order in which it began. */
  catchUp(): void;
  /** Forgets the oldest exchange that waits, and what is still to happen to it. */
  dropOldest(): void;
  /** How many exchanges wait. */
  readonly waiting: number;
  /** How many bytes they take, about. */
  readonly bytes: number;
}

interface Step {
  readonly at: number;
  readonly take: (recording: Recording) => void;
}

interface Waiting {
  readonly at: number;
  readonly request: RecordedRequest;
  readonly steps: Step[];
  weight: number;
  /** `waiting` until the recorder has it, or until it is dropped. */
  state: Recording | "waiting" | "dropped";
}

/** What an exchange takes besides its texts: objects and the closures of its steps. */
const BASE = 1_000;

/** How many steps of one exchange wait: a stream has one for each piece, and may be open for days. */
const MAX_STEPS = 64;

/** Makes a recorder in which nothing waits. */
export function createDeferred(options: DeferredOptions): DeferredRecorder {
  const { recorder, isWatched, clock, onGrowth } = options;
  /** In the order in which they began. */
  let queue: Waiting[] = [];
  let first = 0;
  let bytes = 0;

  const catchUp = () => {
    const [all, start] = [queue, first];
    queue = [];
    first = 0;
    bytes = 0;
    for (let index = start; index < all.length; index++) {
      const entry = all[index]!;
      clock.show(entry.at);
      const recording = recorder.begin(entry.request);
      for (const { at, take } of entry.steps) {
        clock.show(at);
        take(recording);
      }
      entry.state = recording;
      entry.steps.length = 0;
    }
    clock.show(undefined);
  };

  const dropOldest = () => {
    const oldest = queue[first++];
    if (!oldest) return;
    oldest.state = "dropped";
    bytes -= oldest.weight;
    // The array is cut once in a while: to shift it each time would move all of it.
    if (first >= 1_000 || first === queue.length) {
      queue = queue.slice(first);
      first = 0;
    }
  };

  const add = (entry: Waiting, weight: number, take: Step["take"]) => {
    if (entry.state === "dropped") return;
    if (entry.state !== "waiting") return take(entry.state);
    entry.steps.push({ at: clock.now(), take });
    entry.weight += weight;
    bytes += weight;
    if (entry.steps.length > MAX_STEPS) catchUp();
    else onGrowth();
  };

  return {
    begin(request) {
      if (isWatched()) {
        catchUp();
        return recorder.begin(request);
      }
      const weight = BASE + weightOf(request);
      const entry: Waiting = { at: clock.now(), request, steps: [], weight, state: "waiting" };
      queue.push(entry);
      bytes += weight;
      onGrowth();
      return {
        response: (status, headers) => add(entry, 500, (recording) => recording.response(status, headers)),
        chunk(piece) {
          // Longer pieces are only counted beyond this: the copy keeps no more memory than it shows.
          const [kept, rest] = piece.length <= MAX_READ
            ? [piece, 0]
            : [piece.slice(0, MAX_READ), piece.length - MAX_READ];
          add(entry, kept.length, (recording) => recording.chunk(kept, rest));
        },
        end: (isAborted) => add(entry, 0, (recording) => recording.end(isAborted)),
        fail: (error) => add(entry, 0, (recording) => recording.fail(error)),
      };
    },
    catchUp,
    dropOldest,
    get waiting() {
      return queue.length - first;
    },
    get bytes() {
      return bytes;
    },
  };
}

function weightOf({ url, headers, body }: RecordedRequest): number {
  let characters = url.length;
  for (const [name, value] of headers) characters += name.length + value.length;
  return characters + body.length;
}
