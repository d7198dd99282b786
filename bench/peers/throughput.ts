/** Calls per second of every contestant in turns, beside the echo of the same round. */
import { openSession } from "./calls.ts";
import { type Running, start } from "./launch.ts";
import type { Load } from "./load.ts";
import type { Contestant } from "./peer.ts";
import { treeMemory, treeSeconds } from "./process_tree.ts";
import type { Row } from "./results.ts";
import { loadByStreams } from "./stream_load.ts";
import { loadByWrk, type WrkOptions } from "./wrk.ts";

/** Connections, and sessions of 2025, that call at the same time. */
export const CONNECTIONS = 32;

/** What only the tool's answer contains. Looked for in the warm-up. */
export const EXPECTED = '"unix_seconds"';
const STARTS = 3;
const WARM_UP_SECONDS = 1;

/** How long to measure. */
export interface ThroughputOptions {
  /** Rounds. */
  readonly rounds: number;
  /** Seconds of each round. */
  readonly seconds: number;
  /** Says what happens. */
  readonly note: (text: string) => void;
}

interface Entry {
  readonly contestant: Contestant;
  readonly running: Running;
  readonly sessions: readonly string[];
  readonly row: Row;
}

/** An empty row. */
export function rowOf({ id, era, peer }: Contestant): Row {
  const { id: peerId, name, version } = peer;
  const empty = { perSecond: [], ratio: [], p50: [], p99: [], micros: [], failed: 0, firstAnswerMs: [] };
  return { id, peer: peerId, name, version, era, ...structuredClone(empty) };
}

/** Measures the main table. A contestant that fails keeps its row, with the reason. */
export async function measureThroughput(
  contestants: readonly Contestant[],
  { rounds, seconds, note }: ThroughputOptions,
  signal: AbortSignal,
): Promise<Row[]> {
  await using opened = new AsyncDisposableStack();
  const rows: Row[] = [];
  const entries: Entry[] = [];
  for (const contestant of contestants) {
    const row = rowOf(contestant);
    rows.push(row);
    await attempt(row, async () => {
      for (let count = 1; count < STARTS; count++) {
        await using once = await start(contestant, signal);
        row.firstAnswerMs.push(once.firstAnswerMs);
      }
      const running = opened.use(await start(contestant, signal));
      row.firstAnswerMs.push(running.firstAnswerMs);
      const sessions = await sessionsFor(contestant, running.url, signal);
      await load({ contestant, running, sessions }, WARM_UP_SECONDS, signal, { expected: EXPECTED });
      entries.push({ contestant, running, sessions, row });
    }, signal);
  }
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}`);
    const echoes = new Map<boolean, number>();
    // The echo comes first in each round; the others in the opposite order every other round.
    const [echo, others] = [true, false].map((isEcho) =>
      entries.filter(({ contestant }) => (contestant.peer.id === "echo") === isEcho)
    ) as [Entry[], Entry[]];
    for (const entry of [...echo, ...(round % 2 === 0 ? others : others.toReversed())]) {
      const { contestant: { peer, era }, row } = entry;
      if (row.problem !== undefined) continue;
      await attempt(row, async () => {
        const { perSecond, p50, p99, failed, micros } = await measuredLoad(entry, seconds, signal);
        if (peer.id === "echo") echoes.set(era === "2024", perSecond);
        row.perSecond.push(perSecond);
        row.ratio.push(perSecond / (echoes.get(era === "2024") ?? NaN));
        row.p50.push(p50);
        row.p99.push(p99);
        if (micros !== undefined) row.micros.push(micros);
        row.failed += failed;
      }, signal);
    }
  }
  for (const { row, running } of entries) row.memory = await treeMemory(running.pid);
  return rows;
}

/** Sessions of 2025, as many as there are connections; none in the other eras. */
export async function sessionsFor(
  { era }: Contestant,
  url: string,
  signal: AbortSignal,
  count = CONNECTIONS,
): Promise<string[]> {
  if (era !== "2025") return [];
  return await Promise.all(Array.from({ length: count }, () => openSession(url, signal)));
}

/** One round of calls, in the way of the era. */
export async function load(
  { contestant: { era }, running: { url }, sessions }: Omit<Entry, "row">,
  seconds: number,
  signal: AbortSignal,
  { connections = CONNECTIONS, ...more }: Partial<Pick<WrkOptions, "connections" | "padding" | "expected">> =
    {},
): Promise<Load> {
  if (era === "2024") return await loadByStreams(url, { connections, seconds }, signal);
  return await loadByWrk({ url, era, sessions, connections, seconds, padding: 0, ...more }, signal);
}

async function measuredLoad(entry: Entry, seconds: number, signal: AbortSignal) {
  const { pid } = entry.running;
  const before = await treeSeconds(pid);
  const result = await load(entry, seconds, signal);
  const after = await treeSeconds(pid);
  const micros = before === undefined || after === undefined
    ? undefined
    : (after - before) / result.calls * 1e6;
  return { ...result, micros };
}

/** Does the work; if it fails, the row says why and the others go on. */
export async function attempt(
  row: { problem?: string },
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    signal.throwIfAborted();
    row.problem = error instanceof Error ? error.message : String(error);
  }
}
