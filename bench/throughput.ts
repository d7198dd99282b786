/** How many tool calls a second one server answers, beside what HTTP and JSON alone allow. */
import { RUN_MAIN, type ServerChild, startServer, type Surroundings } from "./child.ts";
import { startEcho } from "./echo.ts";
import { processorSeconds } from "./process_stats.ts";
import { callTool } from "./tool_call.ts";

const ROUNDS = 6;
const ROUND_MS = 1_000;
const MAX_CALLS_A_ROUND = 50_000;
export const CALLERS = 8;

/** One number a round. */
export interface Rate {
  readonly perSecond: readonly number[];
  /** Processor time of the server alone, in microseconds a call; empty where the system does not tell. */
  readonly processorMicros: readonly number[];
}

export interface Throughput {
  readonly mcp: Rate;
  readonly echo: Rate;
}

export async function measureThroughput(surroundings: Surroundings): Promise<Throughput> {
  const { signal } = surroundings;
  await using server = await startServer([...RUN_MAIN, "serve", "--port", "0"], surroundings);
  const answer = await callTool(server.url, 0, signal);
  await using echo = await startEcho(answer, surroundings);

  const mcpRate = createRate(), echoRate = createRate();
  const pair = [[server, mcpRate], [echo, echoRate]] as const;
  for (const [child] of pair) await callFor(child, signal);
  for (let round = 0; round < ROUNDS; round++) {
    // Whoever goes first goes second next time: a drift of the machine hits both alike.
    for (const [child, rate] of round % 2 === 0 ? pair : pair.toReversed()) {
      const { calls, seconds, processor } = await callFor(child, signal);
      rate.perSecond.push(calls / seconds);
      if (processor !== undefined) rate.processorMicros.push(processor / calls * 1e6);
    }
  }
  return { mcp: mcpRate, echo: echoRate };
}

function createRate(): { perSecond: number[]; processorMicros: number[] } {
  return { perSecond: [], processorMicros: [] };
}

interface Round {
  readonly calls: number;
  readonly seconds: number;
  readonly processor: number | undefined;
}

async function callFor({ url, pid }: ServerChild, signal: AbortSignal): Promise<Round> {
  const processorBefore = await processorSeconds(pid);
  const started = performance.now();
  let calls = 0;
  const caller = async () => {
    while (performance.now() - started < ROUND_MS && calls < MAX_CALLS_A_ROUND) {
      await callTool(url, calls++, signal);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - started) / 1000;
  const processorAfter = await processorSeconds(pid);
  const processor = processorBefore === undefined || processorAfter === undefined
    ? undefined
    : processorAfter - processorBefore;
  return { calls, seconds, processor };
}
