/** How many tool calls per second one server answers in each era, compared with bare HTTP and JSON. */
import type { Caller } from "./caller.ts";
import { type Era, ERAS, OPEN_CALLER } from "./callers.ts";
import { RUN_SERVE, type ServerChild, startServer, type Surroundings } from "./child.ts";
import { startEcho } from "./echo.ts";
import { processorSeconds } from "./process_stats.ts";
import { callTool } from "./tool_call.ts";
import { CALLERS } from "./wait.ts";

const ROUNDS = 5;
const ROUND_MS = 500;
const MAX_CALLS_A_ROUND = 50_000;

/** One number a round. */
export interface Rate {
  /** Calls per second, one figure a round. */
  readonly perSecond: readonly number[];
  /**
   * Processor time of the server process, in microseconds per call; empty if the system does not
   * report it.
   */
  readonly processorMicros: readonly number[];
}

/** Calls per second of each era and of the floor. */
export interface Throughput {
  /** Of each era, without a record. */
  readonly eras: readonly { readonly era: Era; readonly rate: Rate }[];
  /** Of a bare `Deno.serve` that echoes. */
  readonly echo: Rate;
  /** The stateless era again, on a server that records for the wire view. */
  readonly recorded: Rate;
}

interface Contestant {
  readonly child: ServerChild;
  readonly callers: readonly Caller[];
  readonly rate: { readonly perSecond: number[]; readonly processorMicros: number[] };
}

/** Measures all eras and the echo in turns, so that they share the machine's mood. */
export async function measureThroughput(surroundings: Surroundings): Promise<Throughput> {
  const { signal } = surroundings;
  const serve = [...RUN_SERVE, "--port", "0"];
  await using server = await startServer([...serve, "--wire-size", "0"], surroundings);
  await using recording = await startServer(serve, surroundings);
  await using echo = await startEcho(await callTool(server.url, 0, signal), surroundings);
  await using open = new AsyncDisposableStack();
  const enter = async (child: ServerChild, era: Era): Promise<Contestant> => {
    const opened = await Promise.all(
      Array.from({ length: CALLERS }, () => OPEN_CALLER[era](child.url, signal)),
    );
    return {
      child,
      callers: opened.map((caller) => open.use(caller)),
      rate: { perSecond: [], processorMicros: [] },
    };
  };
  const eras = await Promise.all(ERAS.map(async (era) => ({ era, ...await enter(server, era) })));
  // It answers the calls of this era, which need no session.
  const beside = await enter(echo, "2026-07-28");
  const recorded = await enter(recording, "2026-07-28");
  await compete([...eras, recorded, beside]);
  return { eras, echo: beside.rate, recorded: recorded.rate };
}

async function compete(contestants: readonly Contestant[]): Promise<void> {
  for (const contestant of contestants) await callFor(contestant);
  for (let round = 0; round < ROUNDS; round++) {
    // The order is reversed each round, so that a drift of the machine affects all of them equally.
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const { calls, seconds, processor } = await callFor(contestant);
      const { perSecond, processorMicros } = contestant.rate;
      perSecond.push(calls / seconds);
      if (processor !== undefined) processorMicros.push(processor / calls * 1e6);
    }
  }
}

interface Round {
  readonly calls: number;
  readonly seconds: number;
  readonly processor: number | undefined;
}

async function callFor({ child: { pid }, callers }: Contestant): Promise<Round> {
  const processorBefore = await processorSeconds(pid);
  const started = performance.now();
  let calls = 0;
  await Promise.all(callers.map(async (caller) => {
    while (performance.now() - started < ROUND_MS && calls < MAX_CALLS_A_ROUND) {
      // 0 has been the id of `initialize`.
      await caller.call(++calls);
    }
  }));
  const seconds = (performance.now() - started) / 1000;
  const processorAfter = await processorSeconds(pid);
  const processor = processorBefore === undefined || processorAfter === undefined
    ? undefined
    : processorAfter - processorBefore;
  return { calls, seconds, processor };
}
