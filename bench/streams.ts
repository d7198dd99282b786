/**
 * The memory of a thousand open event streams of 2024, compared with the same number on a bare
 * `Deno.serve`.
 */
import { startBounded } from "./bounded.ts";
import type { ServerChild, Surroundings } from "./child.ts";
import { collectMiB } from "./collect.ts";
import { startEcho } from "./echo.ts";
import { openFilesLimit, residentMiB } from "./process_stats.ts";
import { openStream } from "./stream_2024.ts";
import { times, wait } from "./wait.ts";

/** The maximum number of open streams of one key. */
export const STREAMS = 1_000;

/** Files and sockets that a process has open besides. */
const OTHER_FILES = 100;
const WARM_UP = 20;
const ROUNDS = 2;
const SETTLE_MS = 300;

/** Resident memory, one number of each a round; each round has new processes. */
export interface Holding {
  /** KiB a stream, as the system shows it while all are open. */
  readonly shown: number[];
  /** KiB a stream, without garbage. */
  readonly held: number[];
  /** KiB a stream that stay, without garbage, when all have left. */
  readonly kept: number[];
}

/** What open streams cost. */
export interface StreamMemory {
  /** Streams of `GET /sse`. */
  readonly sse: Holding;
  /** Streams of a bare `Deno.serve`, in the same run. */
  readonly bare: Holding;
}

/** The reason if it cannot be measured. */
export async function measureStreams(surroundings: Surroundings): Promise<StreamMemory | string> {
  const sse: Holding = { shown: [], held: [], kept: [] }, bare: Holding = { shown: [], held: [], kept: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [start, holding] of [[startBounded, sse], [startBare, bare]] as const) {
      await using server = await start(surroundings);
      const files = await openFilesLimit(server.pid);
      if (files === undefined) return "this system does not tell";
      if (files < STREAMS + OTHER_FILES) return `a process may open only ${files} files here (ulimit -n)`;
      await measureHolding(server, holding, surroundings.signal);
    }
  }
  return { sse, bare };
}

function startBare(surroundings: Surroundings): Promise<ServerChild> {
  return startEcho("{}", surroundings);
}

async function measureHolding(server: ServerChild, into: Holding, signal: AbortSignal): Promise<void> {
  // The first ones also cost the code that serves them.
  await holdStreams(server, WARM_UP, signal, () => Promise.resolve());
  const before = await collectMiB(server, signal);
  const kibEach = (now: number | undefined) => (now! - before!) * 1024 / STREAMS;
  await holdStreams(server, STREAMS, signal, async () => {
    into.shown.push(kibEach(await residentMiB(server.pid)));
    into.held.push(kibEach(await collectMiB(server, signal)));
  });
  into.kept.push(kibEach(await collectMiB(server, signal)));
}

/** Does `work` while `count` streams are open. */
async function holdStreams(
  { url }: ServerChild,
  count: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  {
    await using streams = new AsyncDisposableStack();
    await times(count, async () => void streams.use(await openStream(url, signal)));
    await work();
  }
  // The server has yet to notice.
  await wait(SETTLE_MS);
}
