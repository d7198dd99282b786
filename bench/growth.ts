/** Whether a session of 2025 grows with the calls it has served. */
import { startBounded } from "./bounded.ts";
import type { ServerChild, Surroundings } from "./child.ts";
import { collectMiB } from "./collect.ts";
import { residentMiB } from "./process_stats.ts";
import { openSession } from "./session_2025.ts";
import { times } from "./wait.ts";

const WARM_UP_CALLS = 1_000;
/** More than fill the session's store of events for resumption. */
const FILLING_CALLS = 5_000;
const CALLS_A_LEG = 5_000;
const LEGS = 4;
/** A slow machine makes fewer legs. */
const MAX_MS = 22_000;

/** How much memory a server gains while it is called. */
export interface Growth {
  /** MiB that a session's store of events comes to hold, without garbage. */
  readonly store: number;
  /** Calls made once the store was full. */
  readonly calls: number;
  /** Bytes a call of these, without garbage; one number a leg. */
  readonly bytes: readonly number[];
  /** Resident MiB after each leg, as the system shows it. */
  readonly shown: readonly number[];
}

/** `undefined` if the system does not report it. */
export async function measureGrowth(surroundings: Surroundings): Promise<Growth | undefined> {
  const { signal } = surroundings;
  const started = performance.now();
  await using server = await startBounded(surroundings);
  await using session = await openSession(server.url, signal);
  const call = (count: number) => times(count, (index) => session.call(index + 1));
  await call(WARM_UP_CALLS);
  const before = await collectMiB(server, signal);
  await call(FILLING_CALLS);
  let last = await collectMiB(server, signal);
  if (before === undefined || last === undefined) return undefined;
  const store = last - before;
  const bytes: number[] = [], shown: number[] = [];
  do {
    await call(CALLS_A_LEG);
    const [withGarbage, without] = await bothMiB(server, signal);
    shown.push(withGarbage);
    bytes.push((without - last) * 1024 * 1024 / CALLS_A_LEG);
    last = without;
  } while (bytes.length < LEGS && performance.now() - started < MAX_MS);
  return { store, calls: bytes.length * CALLS_A_LEG, bytes, shown };
}

async function bothMiB(server: ServerChild, signal: AbortSignal): Promise<[number, number]> {
  const withGarbage = await residentMiB(server.pid);
  return [withGarbage!, (await collectMiB(server, signal))!];
}
