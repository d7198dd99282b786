/**
 * Measures our server and command line beside those of others, and writes the page and the chart of it.
 *
 * usage: deno task bench:peers [--check | --write | --render]
 *   [--only PEER,…] [--sections SECTION,…] [--rounds N] [--seconds N] [--dir FOLDER]
 */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { check } from "./check.ts";
import { start } from "./launch.ts";
import type { Contestant, Peer } from "./peer.ts";
import { PEERS } from "./peers.ts";
import { attempt, measureThroughput } from "./throughput.ts";
import { missingPrograms, openWorkshop, type Workshop } from "./workshop.ts";

const LIMIT_MS = 60 * 60_000;

const OPTIONS = {
  check: { type: "boolean", default: false },
  only: { type: "string" },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "3" },
  dir: { type: "string" },
} as const;

const note = (text: string) => console.error(text);

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: OPTIONS });
  const signal = AbortSignal.timeout(LIMIT_MS);
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? tmpdir(), ".cache");
  const workshop = openWorkshop(values.dir ?? join(cache, "mcpdemo-bench"), signal);
  const only = values.only?.split(",");
  const peers = PEERS.filter(({ id }) => only === undefined || id === "echo" || only.includes(id));
  const { contestants, leftOut } = await build(peers, workshop);
  for (const { name, why } of leftOut) note(`${name} is left out: ${why}`);
  if (values.check) {
    if (leftOut.length > 0) Deno.exitCode = 1;
    return;
  }
  const options = { rounds: Number(values.rounds), seconds: Number(values.seconds), note };
  const rows = await measureThroughput(contestants, options, signal);
  console.log(JSON.stringify(rows));
}

/** Builds the peers and tries each in each era with the official client. */
async function build(peers: readonly Peer[], workshop: Workshop) {
  const contestants: Contestant[] = [];
  const leftOut: { name: string; why: string }[] = [];
  for (const peer of peers) {
    const { id, name, needs, eras } = peer;
    const missing = await missingPrograms(needs);
    if (missing.length > 0) {
      leftOut.push({ name, why: `this machine has no ${missing.join(", ")}` });
      continue;
    }
    const built: { problem?: string } = {};
    await attempt(built, async () => {
      note(`${id}: building`);
      const launch = await peer.build(workshop);
      for (const era of eras) {
        const contestant = { id: `${id}-${era}`, peer, era, launch };
        const tried: { problem?: string } = {};
        await attempt(tried, async () => {
          await using running = await start(contestant, workshop.signal);
          if (id !== "echo") await check(running.url, era);
          contestants.push(contestant);
        }, workshop.signal);
        note(`${contestant.id}: ${tried.problem ?? "checked"}`);
        if (tried.problem !== undefined) leftOut.push({ name: `${name} (${era})`, why: tried.problem });
      }
    }, workshop.signal);
    if (built.problem !== undefined) leftOut.push({ name, why: built.problem });
  }
  return { contestants, leftOut };
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}
