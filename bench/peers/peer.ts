/** What a peer is: a server of somebody else, or ours, that is built once and started many times. */
import type { Workshop } from "./workshop.ts";

/** An era of MCP, by the year of its revision. */
export type Era = "2024" | "2025" | "2026";

/** A command that starts a server. `PORT`, `ERA` and `TOOLS` are in its environment. */
export interface Launch {
  /** The program, as a path or a name. */
  readonly command: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it starts; the folder of the bench by default. */
  readonly cwd?: string;
}

/** A server that is measured. */
export interface Peer {
  /** Its name in `results.json` and for `--only`. */
  readonly id: string;
  /** Its name in tables and in the chart. */
  readonly name: string;
  /** Its exact version. */
  readonly version: string;
  /** The eras in which it is measured. */
  readonly eras: readonly Era[];
  /** The programs that a machine must have. */
  readonly needs: readonly string[];
  /** Makes it, and returns how to start it on a port. */
  build(workshop: Workshop): Promise<(port: number) => Launch>;
}

/** A peer in one era: a row of the tables. */
export interface Contestant {
  /** `PEER-ERA`. */
  readonly id: string;
  /** The peer. */
  readonly peer: Peer;
  /** The era in which it is called. */
  readonly era: Era;
  /** How it is started. */
  readonly launch: (port: number) => Launch;
}
