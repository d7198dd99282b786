/** How the rate of calls changes with connections, the size of an argument, tools, and idle sessions. */
import { times } from "../wait.ts";
import { spreadOf } from "../statistics.ts";
import { openSession } from "./calls.ts";
import { type Running, start } from "./launch.ts";
import type { Contestant, Era } from "./peer.ts";
import { treeMemory } from "./process_tree.ts";
import type { Dimension, Growth, GrowthSeries } from "./results.ts";
import { attempt, CONNECTIONS, EXPECTED, load, sessionsFor } from "./throughput.ts";

/** What grows, by how much, and for which contestants. */
export interface GrowthPlan {
  /** What grows. */
  readonly dimension: Dimension;
  /** The era of the calls. */
  readonly era: Era;
  /** The sizes, ascending. */
  readonly points: readonly number[];
  /** The ids of the peers. */
  readonly peers: readonly string[];
}

const ANY = ["rmcp", "go", "typescript-2-deno", "python-2"];

/** What is measured. */
export const PLANS: readonly GrowthPlan[] = [
  {
    dimension: "connections",
    era: "2026",
    points: [1, 8, 32, 128, 512],
    peers: ["echo", "mcpdemo", "mcpdemo-unrecorded", ...ANY],
  },
  {
    dimension: "argument",
    era: "2026",
    points: [0, 1024, 16 * 1024, 128 * 1024, 1024 * 1024],
    peers: ["echo", "mcpdemo", "mcpdemo-unrecorded", ...ANY],
  },
  { dimension: "tools", era: "2026", points: [1, 10, 100, 1_000], peers: ["mcpdemo-grown", ...ANY] },
  {
    dimension: "sessions",
    era: "2025",
    points: [0, 100, 1_000, 10_000],
    peers: ["mcpdemo-grown", "rmcp", "go", "typescript-1", "python-1"],
  },
];

/** Repeated in turns; the median counts. */
const REPEATS = 3;
const SECONDS = 1;
const OPEN_MS = 40_000;

/** Seconds that a plan takes at most, about. */
export function secondsOf({ points, peers }: GrowthPlan): number {
  return points.length * peers.length * (REPEATS + 1) * (SECONDS + 0.3);
}

interface Entry {
  readonly contestant: Contestant;
  readonly series: GrowthSeries;
  running?: Running;
  sessions: readonly string[];
  idle: number;
}

/** Carries out a plan. A contestant that fails keeps the points that it reached. */
export async function measureGrowth(
  { dimension, era, points, peers }: GrowthPlan,
  all: readonly Contestant[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Growth> {
  const contestants = all.filter((each) => each.era === era && peers.includes(each.peer.id));
  const entries = contestants.map((contestant): Entry => ({
    contestant,
    series: { name: contestant.peer.name, era, perSecond: [], resident: [] },
    sessions: [],
    idle: 0,
  }));
  await using owned = new AsyncDisposableStack();
  owned.defer(async () => {
    for (const { running } of entries) await running?.[Symbol.asyncDispose]();
  });
  for (const point of points) {
    note(`${dimension}: ${point}`);
    const rates = new Map<Entry, number[]>();
    const turn = async (entry: Entry, work: () => Promise<void>) => {
      if (entry.series.problem === undefined) await attempt(entry.series, work, signal);
    };
    const options = {
      connections: dimension === "connections" ? point : CONNECTIONS,
      padding: dimension === "argument" ? point : 0,
    };
    const loaded = async ({ contestant, running, sessions }: Entry, expected = "") =>
      (await load({ contestant, running: running!, sessions }, SECONDS, signal, { ...options, expected }))
        .perSecond;
    for (const entry of entries) {
      await turn(entry, async () => {
        await prepare(entry, dimension, point, signal);
        await loaded(entry, EXPECTED);
        rates.set(entry, []);
      });
    }
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      for (const entry of entries) {
        await turn(entry, async () => void rates.get(entry)?.push(await loaded(entry)));
      }
    }
    for (const entry of entries) {
      const { series, running } = entry;
      const measured = series.problem === undefined ? rates.get(entry) ?? [] : [];
      series.perSecond.push(measured.length === 0 ? null : spreadOf(measured).median);
      const resident = measured.length === 0 ? undefined : (await treeMemory(running!.pid)).resident;
      series.resident.push(resident ?? null);
    }
  }
  return { dimension, points, series: entries.map(({ series }) => series) };
}

/** Brings a contestant to a point: a process with as many tools, or further sessions. */
async function prepare(
  entry: Entry,
  dimension: Dimension,
  point: number,
  signal: AbortSignal,
): Promise<void> {
  if (dimension === "tools" || entry.running === undefined) {
    await entry.running?.[Symbol.asyncDispose]();
    delete entry.running;
    entry.running = await start(entry.contestant, signal, dimension === "tools" ? point : 1);
    entry.sessions = await sessionsFor(entry.contestant, entry.running.url, signal);
  }
  if (dimension !== "sessions") return;
  const { url } = entry.running;
  const opening = AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)]);
  await times(point - entry.idle, async () => {
    await openSession(url, opening);
    entry.idle++;
  }).catch((error) => {
    throw new Error(`${entry.idle} sessions, then ${error instanceof Error ? error.message : error}`);
  });
}
