/**
 * Measures what people feel: how soon an answer is there, what an idle server holds, how much it carries.
 *
 * Machines are noisy: look at the ratios, whose two sides were measured in turns, and at nothing finer
 * than the quartiles. Nothing is asserted about a figure, but every measured call must be answered rightly.
 */
import type { Surroundings } from "./child.ts";
import { measureMemory, type Memory } from "./memory.ts";
import { measureStartup, type Startup } from "./startup.ts";
import { ratioOf, spreadOf } from "./statistics.ts";
import { formatTable, type Row } from "./table.ts";
import { CALLERS, measureThroughput, type Throughput } from "./throughput.ts";

const LIMIT_MS = 60_000;

async function main(): Promise<void> {
  const started = performance.now();
  await using surroundings = await createSurroundings();
  const rows: Row[] = [];
  console.error("1/3 startup …");
  rows.push(...startupRows(await measureStartup(surroundings)));
  console.error("2/3 memory …");
  rows.push(...memoryRows(await measureMemory(surroundings)));
  console.error("3/3 throughput …");
  rows.push(...throughputRows(await measureThroughput(surroundings)));
  const seconds = ((performance.now() - started) / 1000).toFixed();
  const { os, arch } = Deno.build;
  const load = Deno.loadavg()[0]!.toFixed(1);
  const machine = `${os} ${arch}, ${navigator.hardwareConcurrency} cores, load ${load}`;
  console.log(`\nDeno ${Deno.version.deno} on ${machine}; took ${seconds} s\n\n${formatTable(rows)}`);
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

function startupRows({ ask, version, bare }: Startup): Row[] {
  const beside = (values: readonly number[]) => ({ times: ratioOf(values, bare), of: "an empty module" });
  if (!ask) console.error('"ask" is not measured: something answers at localhost:8000.');
  const askRows: Row[] = ask
    ? [{ what: 'ask "what time is it"', measured: spreadOf(ask), unit: "ms", aim: 400, ratio: beside(ask) }]
    : [];
  return [
    ...askRows,
    { what: "--version", measured: spreadOf(version), unit: "ms", aim: 60, ratio: beside(version) },
    { what: "an empty module", measured: spreadOf(bare), unit: "ms" },
  ];
}

function memoryRows(memory: Memory | undefined): Row[] {
  if (!memory) {
    console.error("Memory is not measured: this system does not tell.");
    return [];
  }
  const { fresh, called, bare } = memory;
  const times = ratioOf(called, bare);
  return [
    { what: "serve, before any call", measured: spreadOf(fresh), unit: "MiB" },
    {
      what: "serve, idle after 3 eras",
      measured: spreadOf(called),
      unit: "MiB",
      aim: 90,
      ratio: { times, of: "bare HTTP" },
    },
    { what: "bare HTTP, idle", measured: spreadOf(bare), unit: "MiB" },
  ];
}

function throughputRows({ mcp, echo }: Throughput): Row[] {
  const rows: Row[] = [
    {
      what: `tools/call 2026-07-28, ${CALLERS} callers`,
      measured: spreadOf(mcp.perSecond),
      unit: "/s",
      ratio: { times: ratioOf(mcp.perSecond, echo.perSecond), of: "bare HTTP" },
    },
    { what: "bare HTTP, the same calls", measured: spreadOf(echo.perSecond), unit: "/s" },
  ];
  if (mcp.processorMicros.length === 0) return rows;
  const times = ratioOf(mcp.processorMicros, echo.processorMicros);
  return [
    ...rows,
    {
      what: "server's CPU for a tools/call",
      measured: spreadOf(mcp.processorMicros),
      unit: "µs",
      ratio: { times, of: "bare HTTP" },
    },
    { what: "server's CPU for a bare one", measured: spreadOf(echo.processorMicros), unit: "µs" },
  ];
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}
