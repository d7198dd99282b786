/** A small run, for tests. */
import type { Results, Row } from "../results.ts";

function row(peer: string, era: Row["era"], rate: number, more: Partial<Row> = {}): Row {
  return {
    id: `${peer}-${era}`,
    peer,
    name: peer,
    version: "1.2.3",
    era,
    perSecond: [rate * 0.9, rate, rate * 1.1],
    ratio: [rate / 80_000, rate / 80_000, rate / 80_000],
    p50: [0.4],
    p99: [1.25],
    micros: [12],
    failed: 0,
    memory: { resident: 90.25, peak: 101 },
    firstAnswerMs: [120],
    ...more,
  };
}

/** Every part has something to show, and something that is missing. */
export const SAMPLE: Results = {
  date: "2026-11-27",
  machine: { cpu: "Some CPU", cores: 2, memoryGib: 24, kernel: "linux 6.18", load: 0.1 },
  programs: { Deno: "2.9.6", wrk: "4.1.0" },
  settings: { rounds: 3, seconds: 2, connections: 32 },
  leftOut: [{ name: "rmcp (Rust)", why: "this machine has no cargo" }],
  rows: [
    row("mcpdemo", "2026", 30_000, { stream: { count: 1000, kib: 40 } }),
    row("echo", "2026", 80_000),
    row("mcpdemo-unrecorded", "2026", 32_000),
    row("mcpdemo", "2025", 26_000),
    row("go", "2025", 0, { perSecond: [], ratio: [], problem: "It did not\nanswer: `x`." }),
  ],
  profiles: [
    { era: "2026", parts: [{ part: "native code", share: 0.6 }, { part: "server/", share: 0.4 }] },
    { era: "2024", parts: [{ part: "server/", share: 1 }] },
    { era: "2025", parts: [], problem: "It wrote no profile." },
  ],
  growth: [{
    dimension: "argument",
    points: [0, 1024, 1024 * 1024],
    series: [{
      name: "mcpdemo",
      era: "2026",
      perSecond: [30_000, 20_000, null],
      resident: [90, 95, null],
      problem: "413",
    }],
  }],
  commands: [
    { name: "mcpdemo", version: "0.1.0", task: "tools", ms: [230], mib: [88] },
    { name: "mcpdemo", version: "0.1.0", task: "call", ms: [237], mib: [] },
  ],
};
