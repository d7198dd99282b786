/** What a server holds for each of many open streams on which nothing happens. */
import { times, wait } from "../wait.ts";
import { openIdleStream } from "./calls.ts";
import { start } from "./launch.ts";
import type { Contestant } from "./peer.ts";
import { treeMemory } from "./process_tree.ts";
import type { Row } from "./results.ts";
import { attempt } from "./throughput.ts";

/** How many streams are open: the most that our server lets one client have. */
export const STREAMS = 1_000;

const OPEN_MS = 30_000;
const SETTLE_MS = 1_000;

/** Measures the streams of each row, on a fresh process. */
export async function measureStreams(
  contestants: readonly Contestant[],
  rows: readonly Row[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const contestant of contestants) {
    const row = rows.find(({ id }) => id === contestant.id);
    if (row === undefined || contestant.id === "echo-2026") continue;
    note(`streams of ${contestant.id}`);
    delete row.stream;
    delete row.streamProblem;
    const tried: { problem?: string } = {};
    await attempt(tried, async () => {
      await using running = await start(contestant, signal);
      const before = await treeMemory(running.pid);
      const opening = AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)]);
      await using opened = new AsyncDisposableStack();
      await times(STREAMS, async () => {
        opened.use(await openIdleStream(running.url, contestant.era, opening));
      });
      await wait(SETTLE_MS);
      const after = await treeMemory(running.pid);
      if (before.resident === undefined || after.resident === undefined) return;
      row.stream = { count: STREAMS, kib: (after.resident - before.resident) * 1024 / STREAMS };
    }, signal);
    if (tried.problem !== undefined) row.streamProblem = tried.problem;
  }
}
