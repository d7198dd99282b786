/** The memory of a thousand abandoned sessions of 2025, and what remains after they have expired. */
import { SESSION_IDLE_MS, startBounded } from "./bounded.ts";
import type { ServerChild, Surroundings } from "./child.ts";
import { collectMiB } from "./collect.ts";
import { residentMiB } from "./process_stats.ts";
import { openSession, type Session } from "./session_2025.ts";
import { times, wait } from "./wait.ts";

/** The maximum number of open sessions of one key. */
export const SESSIONS = 1_000;

const WARM_UP = 100;
const ROUNDS = 3;

/** Resident MiB; one number a round, all in one process, so that what stays of each would add up. */
export interface SessionMemory {
  /** At the start, which is after some sessions have come and gone. Without garbage. */
  readonly before: readonly number[];
  /** While all are open, as the system shows it. */
  readonly opened: readonly number[];
  /** While all are open, without garbage. */
  readonly held: readonly number[];
  /** After all have expired, without garbage. */
  readonly expired: readonly number[];
}

/** `undefined` if the system does not report it. */
export async function measureSessions(surroundings: Surroundings): Promise<SessionMemory | undefined> {
  const { signal } = surroundings;
  const opened: number[] = [], held: number[] = [], expired: number[] = [];
  await using server = await startBounded(surroundings);
  await expire(await open(server, WARM_UP, signal));
  const start = await collectMiB(server, signal);
  for (let round = 0; round < ROUNDS; round++) {
    const sessions = await open(server, SESSIONS, signal);
    const withGarbage = await residentMiB(server.pid);
    const without = await collectMiB(server, signal);
    await expire(sessions);
    const after = await collectMiB(server, signal);
    if (withGarbage === undefined || without === undefined || after === undefined) return undefined;
    opened.push(withGarbage);
    held.push(without);
    expired.push(after);
  }
  return { before: expired.map(() => start!), opened, held, expired };
}

async function open({ url }: ServerChild, count: number, signal: AbortSignal): Promise<readonly Session[]> {
  const sessions: Session[] = [];
  await times(count, async () => void sessions.push(await openSession(url, signal)));
  return sessions;
}

/**
 * Waits until all are idle, and makes the server notice each. The server checks for idle sessions
 * once a minute, and also when a request names one, which ends it in the same way: so this need not
 * wait for the minute.
 */
async function expire(sessions: readonly Session[]): Promise<void> {
  await wait(SESSION_IDLE_MS + 100);
  await times(sessions.length, (index) => sessions[index]!.requireEnded());
}
