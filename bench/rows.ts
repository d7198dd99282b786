/** What was measured, as the rows of the table. */
import type { Binary, Pair } from "./binary.ts";
import { SESSION_IDLE_MS } from "./bounded.ts";
import type { Growth } from "./growth.ts";
import type { Host } from "./host.ts";
import type { Memory } from "./memory.ts";
import { type SessionMemory, SESSIONS } from "./sessions.ts";
import type { Startup } from "./startup.ts";
import { ratioOf, spreadOf } from "./statistics.ts";
import { type StreamMemory, STREAMS } from "./streams.ts";
import type { Row } from "./table.ts";
import type { Rate, Throughput } from "./throughput.ts";
import { CALLERS } from "./wait.ts";

/** How a figure below was measured, if the row has no room for it. */
export const NOTES: string = [
  `Sessions, streams and growth: bench/bounded_server.ts, the same app, whose sessions are idle after`,
  `${
    SESSION_IDLE_MS / 1000
  } s, not 30 min, and end when asked for. "Held" is memory after a full collection, which V8 does`,
  `by itself after some 10 to 30 s without work; "shown" is before it.`,
].join("\n");

/** The rows on start-up. */
export function startupRows({ ask, version, bare }: Startup): Row[] {
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

/** The rows on the compiled program; none if there is none. */
export function binaryRows(binary: Binary | undefined): Row[] {
  if (!binary) {
    console.error('The binary is not measured: "deno task compile" makes it.');
    return [];
  }
  const row = (what: string, pair: Pair, aim: number): Row => ({
    what: `binary: ${what}`,
    measured: spreadOf(pair.binary),
    unit: "ms",
    aim,
    ratio: { times: ratioOf(pair.binary, pair.source), of: "from source" },
  });
  return [
    { what: "binary", measured: spreadOf([binary.mib]), unit: "MiB", aim: 100 },
    row("--version", binary.version, 50),
    row("serve, until it listens", binary.serve, 120),
    row('ask "what time is it"', binary.ask, 350),
  ];
}

/** The rows on `ask` as a host. */
export function hostRows({ overhead, firstText, conversation }: Host): Row[] {
  const rows: Row[] = [
    { what: "ask beyond the waits, 2 tool calls", measured: spreadOf(overhead), unit: "ms", aim: 150 },
    { what: "first text on stdout after its chunk", measured: spreadOf(firstText), unit: "ms", aim: 20 },
  ];
  if (!conversation) return rows;
  const { turns, growth, bareGrowth, held } = conversation;
  rows.push({
    what: `ask -i after ${turns.toLocaleString("en")} turns`,
    measured: spreadOf([held]),
    unit: "MiB",
  });
  rows.push({
    what: "growth a turn, shown",
    measured: spreadOf([growth]),
    unit: "KiB",
    ratio: { times: ratioOf([growth], [bareGrowth]), of: "bare fetch" },
  });
  return rows;
}

/** The rows on memory; none if they were not measured. */
export function memoryRows(memory: Memory | undefined): Row[] {
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

/** The rows on calls per second in each era, next to the bare echo. */
export function throughputRows({ eras, echo, recorded }: Throughput): Row[] {
  const beside = (of: (rate: Rate) => readonly number[], rate: Rate) => ({
    times: ratioOf(of(rate), of(echo)),
    of: "bare HTTP",
  });
  const perSecond = (rate: Rate) => rate.perSecond;
  const processor = (rate: Rate) => rate.processorMicros;
  const rates: Row[] = eras.map(({ era, rate }) => ({
    what: `tools/call ${era}, ${CALLERS} callers`,
    measured: spreadOf(rate.perSecond),
    unit: "/s",
    ratio: beside(perSecond, rate),
  }));
  const unrecorded = eras.find(({ era }) => era === "2026-07-28")!.rate;
  rates.push({
    what: "the same 2026, recorded for the wire view",
    measured: spreadOf(recorded.perSecond),
    unit: "/s",
    ratio: { times: ratioOf(recorded.perSecond, unrecorded.perSecond), of: "unrecorded" },
  });
  rates.push({ what: "bare HTTP, the same calls", measured: spreadOf(echo.perSecond), unit: "/s" });
  if (echo.processorMicros.length === 0) return rates;
  const costs: Row[] = eras.map(({ era, rate }) => ({
    what: `server's CPU for a call, ${era}`,
    measured: spreadOf(rate.processorMicros),
    unit: "µs",
    ratio: beside(processor, rate),
  }));
  costs.push({
    what: "server's CPU for a call, recorded",
    measured: spreadOf(recorded.processorMicros),
    unit: "µs",
    ratio: { times: ratioOf(recorded.processorMicros, unrecorded.processorMicros), of: "unrecorded" },
  });
  costs.push({ what: "server's CPU for a bare one", measured: spreadOf(echo.processorMicros), unit: "µs" });
  return [...rates, ...costs];
}

/** The rows on sessions; none if they were not measured. */
export function sessionRows(memory: SessionMemory | undefined): Row[] {
  if (!memory) {
    console.error("Sessions are not measured: this system does not tell.");
    return [];
  }
  const { before, opened, held, expired } = memory;
  const each = held.map((mib, round) => (mib - before[round]!) * 1024 / SESSIONS);
  const many = SESSIONS.toLocaleString("en");
  return [
    { what: `${many} sessions of 2025: before`, measured: spreadOf(before), unit: "MiB" },
    { what: "all open, shown", measured: spreadOf(opened), unit: "MiB" },
    { what: "held by each", measured: spreadOf(each), unit: "KiB" },
    {
      what: "all expired, held",
      measured: spreadOf(expired),
      unit: "MiB",
      aim: Math.round(before[0]! * 1.1),
      ratio: { times: ratioOf(expired, before), of: "before" },
    },
  ];
}

/** The rows on open streams, or one row with the reason why they were not measured. */
export function streamRows(memory: StreamMemory | string): Row[] {
  const many = STREAMS.toLocaleString("en");
  if (typeof memory === "string") {
    console.error(`${many} open streams are not measured: ${memory}.`);
    return [];
  }
  const { sse, bare } = memory;
  const row = (what: string, values: readonly number[], beside: readonly number[]): Row => ({
    what,
    measured: spreadOf(values),
    unit: "KiB",
    ratio: { times: ratioOf(values, beside), of: "bare HTTP" },
  });
  return [
    row(`${many} open /sse: shown by each`, sse.shown, bare.shown),
    row("held by each", sse.held, bare.held),
    row("still held when all have left", sse.kept, bare.kept),
    { what: "held by each of bare HTTP", measured: spreadOf(bare.held), unit: "KiB" },
  ];
}

/** The rows on memory gained by calls; none if they were not measured. */
export function growthRows(growth: Growth | undefined): Row[] {
  if (!growth) {
    console.error("Growth is not measured: this system does not tell.");
    return [];
  }
  const { store, calls, bytes, shown } = growth;
  return [
    { what: "a 2025 session's full event store", measured: spreadOf([store]), unit: "MiB" },
    {
      what: `growth a call, ${calls.toLocaleString("en")} calls after`,
      measured: spreadOf(bytes),
      unit: "B",
      aim: 100,
    },
    { what: "memory meanwhile, shown", measured: spreadOf(shown), unit: "MiB" },
  ];
}
