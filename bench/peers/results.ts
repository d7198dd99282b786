/** What is measured, as `results.json` keeps it. Rendering needs nothing else. */
import type { Era } from "./peer.ts";

/** One row of the main table: a peer in one era. Lists have one value per round. */
export interface Row {
  /** `PEER-ERA`. */
  readonly id: string;
  /** The peer's id. */
  readonly peer: string;
  /** The peer's name. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** The era. */
  readonly era: Era;
  /** Answers per second. */
  perSecond: number[];
  /** The same, divided by the echo's of the same round. */
  ratio: number[];
  /** Median latency in milliseconds. */
  p50: number[];
  /** 99th percentile in milliseconds. */
  p99: number[];
  /** The server's processor time per call, in microseconds. */
  micros: number[];
  /** Calls that failed, in all rounds. */
  failed: number;
  /** MiB after the rounds, and the highest until then. */
  memory?: { resident?: number; peak?: number };
  /** Milliseconds from the start of the process to the first answer, once per start. */
  firstAnswerMs: number[];
  /** KiB that each of many idle streams holds. */
  stream?: { readonly count: number; readonly kib: number };
  /** Why there is no figure for streams. */
  streamProblem?: string;
  /** Why the row is not complete. */
  problem?: string;
}

/** What grows. */
export type Dimension = "connections" | "argument" | "tools" | "sessions";

/** How the rate of some rows changes while one thing grows. */
export interface Growth {
  /** What grows: connections, bytes of the argument, tools, idle sessions. */
  readonly dimension: Dimension;
  /** The sizes. */
  readonly points: readonly number[];
  /** A line of the table each. */
  readonly series: GrowthSeries[];
}

/** One contestant's answers per second at each point, and its memory. */
export interface GrowthSeries {
  /** The peer's name. */
  readonly name: string;
  /** The era. */
  readonly era: Era;
  /** Answers per second; `null` if it was not reached. */
  readonly perSecond: (number | null)[];
  /** Resident MiB at each point. */
  readonly resident: (number | null)[];
  /** Why points are missing. */
  problem?: string;
}

/** Where our server spends its time in one era. */
export interface Profile {
  /** The era. */
  readonly era: Era;
  /** Rooms of the source, packages, Deno, native code: the share of the samples that were not idle. */
  parts: readonly { readonly part: string; readonly share: number }[];
  /** Why there is none. */
  problem?: string;
}

/** A command line that a user could type instead of ours. */
export interface CommandRow {
  /** Its name. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** What it does. */
  readonly task: "tools" | "call";
  /** Milliseconds, once per run. */
  ms: number[];
  /** Peak MiB of its largest process, once per run. */
  mib: number[];
  /** Why there are no figures. */
  problem?: string;
}

/** Everything that a run measured. */
export interface Results {
  /** The day, as `YYYY-MM-DD`. */
  date: string;
  /** The machine. */
  machine: { cpu: string; cores: number; memoryGib: number; kernel: string; load: number };
  /** The versions of the programs that built, ran and loaded the servers. */
  programs: Record<string, string>;
  /** How it was measured. */
  settings: { rounds: number; seconds: number; connections: number };
  /** Peers that could not be measured. */
  leftOut: { name: string; why: string }[];
  /** The main table. */
  rows: Row[];
  /** The profiles of our server, as shipped. */
  profiles: Profile[];
  /** The growth tables. */
  growth: Growth[];
  /** The command lines. */
  commands: CommandRow[];
}
