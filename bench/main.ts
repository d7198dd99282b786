/**
 * Measures what users notice: how soon an answer arrives, how much memory an idle server takes, how
 * many calls it handles, and how much memory many clients make it use.
 *
 * Machines are noisy: look at the ratios, whose two sides were measured in turns, and at nothing
 * finer than the quartiles. No figure is asserted, but every measured call must get the right
 * answer.
 */
import { measureBinary } from "./binary.ts";
import type { Surroundings } from "./child.ts";
import { measureGrowth } from "./growth.ts";
import { measureHost } from "./host.ts";
import { measureMemory } from "./memory.ts";
import {
  binaryRows,
  growthRows,
  hostRows,
  memoryRows,
  NOTES,
  sessionRows,
  startupRows,
  streamRows,
  throughputRows,
} from "./rows.ts";
import { measureSessions } from "./sessions.ts";
import { measureStartup } from "./startup.ts";
import { measureStreams } from "./streams.ts";
import { formatTable, type Row } from "./table.ts";
import { measureThroughput } from "./throughput.ts";

const LIMIT_MS = 120_000;

const MEASUREMENTS: readonly [string, (surroundings: Surroundings) => Promise<Row[]>][] = [
  ["startup", async (surroundings) => startupRows(await measureStartup(surroundings))],
  ["binary", async (surroundings) => binaryRows(await measureBinary(surroundings))],
  ["host", async (surroundings) => hostRows(await measureHost(surroundings))],
  ["memory", async (surroundings) => memoryRows(await measureMemory(surroundings))],
  ["throughput", async (surroundings) => throughputRows(await measureThroughput(surroundings))],
  ["sessions", async (surroundings) => sessionRows(await measureSessions(surroundings))],
  ["streams", async (surroundings) => streamRows(await measureStreams(surroundings))],
  ["growth", async (surroundings) => growthRows(await measureGrowth(surroundings))],
];

async function main(): Promise<void> {
  const started = performance.now();
  await using surroundings = await createSurroundings();
  const rows: Row[] = [];
  for (const [index, [name, measure]] of MEASUREMENTS.entries()) {
    console.error(`${index + 1}/${MEASUREMENTS.length} ${name} …`);
    rows.push(...await measure(surroundings));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed();
  const { os, arch } = Deno.build;
  const load = Deno.loadavg()[0]!.toFixed(1);
  const machine = `${os} ${arch}, ${navigator.hardwareConcurrency} cores, load ${load}`;
  console.log(
    `\nDeno ${Deno.version.deno} on ${machine}; took ${seconds} s\n\n${formatTable(rows)}\n\n${NOTES}`,
  );
}

/** An empty folder, and a signal for Ctrl-C and for the time that is up. */
async function createSurroundings(): Promise<Surroundings & AsyncDisposable> {
  const controller = new AbortController();
  const onSignal = () => controller.abort(new Error("Interrupted."));
  const timer = setTimeout(
    () => controller.abort(new Error(`Not done after ${LIMIT_MS / 1000} s.`)),
    LIMIT_MS,
  );
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-bench-" });
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return {
    folder,
    signal: controller.signal,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** What went wrong first: after it, closing what it had opened went wrong too. */
function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const first = firstOf(error);
    console.error(first instanceof Error ? first.message : first);
    Deno.exitCode = 1;
  }
}
