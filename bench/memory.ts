/** The memory of an idle server. */
import { askTheTime } from "./ask.ts";
import { RUN_SERVE, startServer, type Surroundings } from "./child.ts";
import { startEcho } from "./echo.ts";
import { residentMiB } from "./process_stats.ts";
import { callTool } from "./tool_call.ts";
import { wait } from "./wait.ts";

const ROUNDS = 3;
const LEGACY_ERAS = ["2024", "2025"];
const SETTLE_MS = 500;

/** Resident MiB, one of each a round. */
export interface Memory {
  /** Before any call. */
  readonly fresh: readonly number[];
  /** After one call in each era. */
  readonly called: readonly number[];
  /** A bare `Deno.serve` after as many calls. */
  readonly bare: readonly number[];
}

/** `undefined` if the system does not report it. */
export async function measureMemory(surroundings: Surroundings): Promise<Memory | undefined> {
  const fresh: number[] = [], called: number[] = [], bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await using server = await startServer([...RUN_SERVE, "--port", "0"], surroundings);
    await wait(SETTLE_MS);
    const before = await residentMiB(server.pid);
    for (const era of LEGACY_ERAS) {
      await askTheTime(["--server", server.url, "--era", era], RegExp(server.url), surroundings);
    }
    const answer = await callTool(server.url, 0, surroundings.signal);
    await using echo = await startEcho(answer, surroundings);
    for (const id of [0, 1, 2]) await callTool(echo.url, id, surroundings.signal);
    await wait(SETTLE_MS);
    const after = await residentMiB(server.pid);
    const beside = await residentMiB(echo.pid);
    if (before === undefined || after === undefined || beside === undefined) return undefined;
    fresh.push(before);
    called.push(after);
    bare.push(beside);
  }
  return { fresh, called, bare };
}
