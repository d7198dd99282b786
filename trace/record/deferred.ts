/**
 * Keeps what passes as it is, and gives it to a recorder when somebody looks: to read, redact and explain an
 * exchange takes longer than to answer it.
 *
 * @module
 */
import type { Principal } from "../../auth/keys.ts";
import { MAX_READ } from "./bounded.ts";
import type { HeaderList, RecordedRequest, Recorder, Recording } from "./recorder.ts";
import { createTextRing } from "./text_ring.ts";

/** What deferring needs. */
export interface DeferredOptions {
  /** Takes what was kept. */
  readonly recorder: Recorder;
  /** Whether somebody looks, so that the recorder takes everything at once. */
  readonly isWatched: () => boolean;
  /** The recorder's clock. */
  readonly clock: Clock;
  /** Finds what the client of an exchange calls itself, from its headers and its body. */
  readonly clientOf: (exchange: WholeExchange) => string;
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

/** An exchange with an MCP client that is over. */
export interface WholeExchange extends Pick<RecordedRequest, "method" | "url" | "body" | "cut"> {
  /** Who sent the request. */
  readonly principal: Principal | undefined;
  /** What the client calls itself; if `undefined`, it is found when somebody looks. */
  readonly client: string | undefined;
  /** Of the request, as {@linkcode headerText} writes them. */
  readonly headers: string;
  /** Of the answer. */
  readonly status: number;
  /** Of the answer, as {@linkcode headerText} writes them. */
  readonly responseHeaders: string;
  /** The body of the answer. */
  readonly text: string;
}

/** A recorder whose work may wait. */
export interface DeferredRecorder extends Recorder {
  /** Records an exchange that is over. Never throws. */
  add(exchange: WholeExchange): void;
  /** Gives the recorder what waits, in the order in which it began. */
  catchUp(): void;
  /** Forgets the oldest exchange that waits, and what is still to happen to it; or the oldest piece of a stream. */
  dropOldest(): void;
  /** How many exchanges, and pieces of streams, wait. */
  readonly waiting: number;
  /** How many bytes they take, about. */
  readonly bytes: number;
}

/** What waits, and the bytes that it takes, about; a number is the place in `moments` of an exchange in the ring. */
type Waiting = Running | Over | Piece | number;

interface Running {
  readonly at: number;
  readonly request: RecordedRequest;
  /** What has happened since. */
  readonly steps: { readonly at: number; readonly take: Step }[];
  bytes: number;
  /** Set once the recorder has it, or once it is dropped. */
  end?: Recording | "dropped";
}
type Step = (recording: Recording) => void;

interface Over {
  readonly at: number;
  readonly bytes: number;
  readonly exchange: WholeExchange;
}

/** A piece of an answer whose beginning the recorder has: a stream's. */
interface Piece {
  readonly at: number;
  readonly bytes: number;
  readonly recording: Recording;
  readonly take: Step;
}

/** What an exchange takes besides its texts. */
const BASE = 1_000;

/** Bytes of the ring, and how many exchanges it holds at most. Others, and larger ones, wait on the heap. */
const RING = { bytes: 4 * 1024 * 1024, exchanges: 4_096 };

/** Divides the texts of an exchange in the ring; neither a header nor JSON contains it. */
const BETWEEN = "\0";

/** How many steps of one exchange wait: a stream has one for each piece, and may be open for days. */
const MAX_STEPS = 64;

/** Makes a recorder in which nothing waits. */
export function createDeferred(options: DeferredOptions): DeferredRecorder {
  const { recorder, isWatched, clock, clientOf, onGrowth } = options;
  /** In the order in which they began, from `first` on. */
  let queue: (Waiting | undefined)[] = [];
  let first = 0;
  let bytes = 0;
  const ring = createTextRing(RING.bytes);
  /** Of the exchanges in the ring: when they were over, their status, and the bytes that they take. */
  const moments = new Float64Array(RING.exchanges);
  const statuses = new Uint16Array(RING.exchanges);
  const sizes = new Uint32Array(RING.exchanges);
  let next = 0;
  let inRing = 0;

  const give = (waiting: Waiting) => {
    if (typeof waiting === "number") {
      inRing--;
      clock.show(moments[waiting]);
      return giveExchange(exchangeOf(ring.shift(), statuses[waiting]!));
    }
    clock.show(waiting.at);
    if ("recording" in waiting) return waiting.take(waiting.recording);
    if ("exchange" in waiting) return giveExchange(waiting.exchange);
    waiting.end = recorder.begin(waiting.request);
    for (const { at, take } of waiting.steps) {
      clock.show(at);
      take(waiting.end);
    }
    waiting.steps.length = 0;
  };

  const giveExchange = (exchange: WholeExchange) => {
    giveWhole(exchange, exchange.client ?? clientOf(exchange), recorder);
  };

  /** Puts an exchange into the ring, if it is small and there is room. */
  const putIntoRing = (exchange: WholeExchange): boolean => {
    if (inRing === RING.exchanges || exchange.client !== undefined || exchange.cut) return false;
    const { method, url, principal, headers, responseHeaders, body, text, status } = exchange;
    const texts = [method, url, principal?.keyId ?? "", headers, responseHeaders, body, text];
    const taken = ring.push(texts.join(BETWEEN));
    if (taken === undefined) return false;
    moments[next] = clock.now();
    statuses[next] = status;
    sizes[next] = taken;
    queue.push(next);
    next = (next + 1) % RING.exchanges;
    inRing++;
    bytes += taken;
    onGrowth();
    return true;
  };

  const catchUp = () => {
    const all = queue.slice(first);
    queue = [];
    first = 0;
    bytes = 0;
    for (const waiting of all) give(waiting!);
    clock.show(undefined);
  };

  const enqueue = (waiting: Exclude<Waiting, number>) => {
    if (isWatched()) {
      catchUp();
      give(waiting);
      clock.show(undefined);
      return;
    }
    queue.push(waiting);
    bytes += waiting.bytes;
    onGrowth();
  };

  const step = (running: Running, size: number, take: Step, isPiece = false) => {
    const { end } = running;
    if (end === "dropped") return;
    // Of a stream the oldest pieces may be dropped, but not its end.
    if (end && isPiece) return enqueue({ at: clock.now(), bytes: BASE + size, recording: end, take });
    if (end) {
      catchUp();
      return take(end);
    }
    running.steps.push({ at: clock.now(), take });
    running.bytes += size;
    bytes += size;
    if (running.steps.length > MAX_STEPS) catchUp();
    else onGrowth();
  };

  return {
    begin(request) {
      const size = BASE + 2 * (request.url.length + headerText(request.headers).length + request.body.length);
      const running: Running = { at: clock.now(), request, steps: [], bytes: size };
      enqueue(running);
      return {
        response: (status, headers) => step(running, 500, (recording) => recording.response(status, headers)),
        chunk(piece, more = 0) {
          // Beyond this a piece is only counted; the copy keeps no more memory than it shows.
          const kept = piece.length <= MAX_READ ? piece : piece.slice(0, MAX_READ);
          const rest = more + piece.length - kept.length;
          step(running, 2 * kept.length, (recording) => recording.chunk(kept, rest), true);
        },
        end: (isAborted) => step(running, 0, (recording) => recording.end(isAborted)),
        fail: (error) => step(running, 0, (recording) => recording.fail(error)),
      };
    },
    add(exchange) {
      if (!isWatched() && putIntoRing(exchange)) return;
      const { url, headers, body, responseHeaders, text } = exchange;
      const size = url.length + headers.length + body.length + responseHeaders.length + text.length;
      enqueue({ at: clock.now(), bytes: BASE + 2 * size, exchange });
    },
    catchUp,
    dropOldest() {
      const oldest = queue[first];
      if (oldest === undefined) return;
      if (typeof oldest === "number") {
        ring.drop();
        inRing--;
        bytes -= sizes[oldest]!;
      } else {
        if ("steps" in oldest) oldest.end = "dropped";
        bytes -= oldest.bytes;
      }
      queue[first++] = undefined;
      // The array is cut once in a while: to shift it each time would move all of it.
      if (first < 1_000) return;
      queue = queue.slice(first);
      first = 0;
    },
    get waiting() {
      return queue.length - first;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** The exchange of a text in the ring. */
function exchangeOf(joined: string, status: number): WholeExchange {
  const [method, url, keyId, headers, responseHeaders, body, text] = joined.split(BETWEEN) as [
    method: string,
    url: string,
    keyId: string,
    headers: string,
    responseHeaders: string,
    body: string,
    text: string,
  ];
  const principal = keyId === "" ? undefined : { keyId };
  return { principal, client: undefined, method, url, headers, status, responseHeaders, body, text };
}

function giveWhole(
  { headers, status, responseHeaders, text, ...request }: WholeExchange,
  client: string,
  recorder: Recorder,
): void {
  const recording = recorder.begin({ ...request, peer: "mcp_server", client, headers: headersIn(headers) });
  recording.response(status, new Headers(headersIn(responseHeaders)));
  recording.chunk(text);
  recording.end();
}

/**
 * Headers as one text, whose parts line ends divide: no header contains one. Of the exchanges that wait, most
 * are dropped unread, and one text costs less than many.
 */
export function headerText(headers: HeaderList): string {
  return headers.flat().join("\n");
}

/** The headers of such a text. */
export function headersIn(text: string): [name: string, value: string][] {
  const parts = text === "" ? [] : text.split("\n");
  const headers: [string, string][] = [];
  for (let index = 0; index < parts.length; index += 2) headers.push([parts[index]!, parts[index + 1]!]);
  return headers;
}
