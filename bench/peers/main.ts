/**
 * Measures our server and command line beside those of others.
 *
 * usage: deno task bench:peers [--check | --write | --render] [--only PEER,…] [--sections SECTION,…]
 *   [--rounds N] [--seconds N] [--dir FOLDER]
 *
 * Without a flag the tables are printed. `--check` only builds the servers and tries each with the official
 * client. `--write` writes `results.json` after each section, then the pages and the charts; `--render` writes
 * those from an earlier `results.json`. With `--only` or `--sections` the other results stay as they were.
 */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { check } from "./check.ts";
import { measureCommands, RUNS } from "./commands.ts";
import { measureGrowth, PLANS, secondsOf } from "./growth.ts";
import { start } from "./launch.ts";
import { describeMachine, describePrograms } from "./machine.ts";
import type { Contestant, Peer } from "./peer.ts";
import { OURS_TO_GROW, PEERS } from "./peers.ts";
import { renderPage, SKELETON, writePages } from "./report/page.ts";
import type { Results } from "./results.ts";
import { measureProfile, PROFILE_SECONDS } from "./profile.ts";
import { measureStreams } from "./streams.ts";
import { attempt, CONNECTIONS, measureThroughput } from "./throughput.ts";
import { missingPrograms, openWorkshop, type Workshop } from "./workshop.ts";

const LIMIT_MS = 60 * 60_000;
const SECTIONS = ["rates", "profiles", "streams", "growth", "commands"];
const RESULTS = join(import.meta.dirname!, "results.json");

const OPTIONS = {
  check: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  render: { type: "boolean", default: false },
  only: { type: "string" },
  sections: { type: "string" },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "3" },
  dir: { type: "string" },
} as const;

const note = (text: string) => console.error(text);

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: OPTIONS });
  if (values.render) return await writePages(await readResults());
  using ending = endOfRun();
  const { signal } = ending;
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? tmpdir(), ".cache");
  const workshop = openWorkshop(values.dir ?? join(cache, "mcpdemo-bench"), signal);
  const only = namesIn(values.only, PEERS.map(({ id }) => id));
  const sections = namesIn(values.sections, SECTIONS) ?? SECTIONS;
  const settings = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: CONNECTIONS,
  };

  const peers = [...PEERS, OURS_TO_GROW].filter(({ id }) =>
    only === undefined || /^(echo|mcpdemo-grown)$/.test(id) || only.includes(id)
  );
  const { contestants, leftOut } = await build(peers, workshop);
  for (const { name, why } of leftOut) note(`${name} is left out: ${why}`);
  if (values.check) {
    if (leftOut.length > 0) Deno.exitCode = 1;
    return;
  }
  if ((await missingPrograms(["wrk"])).length > 0) {
    throw new Error("This machine has no wrk: apt install wrk");
  }

  const isWhole = only === undefined && sections.length === SECTIONS.length;
  const results = isWhole ? emptyResults() : await readResults().catch(emptyResults);
  results.date = new Date().toISOString().slice(0, 10);
  results.machine = await describeMachine();
  results.programs = await describePrograms();
  if (sections.includes("rates")) results.settings = settings;
  if (only === undefined) results.leftOut = leftOut;
  const keep = () => values.write ? writeResults(results) : undefined;
  const measured = contestants.filter(({ peer }) => peer.id !== OURS_TO_GROW.id);
  note(`About ${(estimate(measured.length, sections, settings) / 60).toFixed()} minutes.`);

  const started = performance.now();
  if (sections.includes("rates")) {
    const rows = await measureThroughput(measured, { ...settings, note }, signal);
    for (const row of rows) {
      const stream = results.rows.find(({ id }) => id === row.id)?.stream;
      if (stream) row.stream = stream;
    }
    results.rows = isWhole ? rows : merged(results.rows, rows, ({ id }) => id);
    await keep();
  }
  for (const contestant of sections.includes("profiles") ? measured : []) {
    if (contestant.peer.id !== "mcpdemo") continue;
    const profile = await measureProfile(contestant, note, signal);
    results.profiles = merged(results.profiles ?? [], [profile], ({ era }) => era);
    await keep();
  }
  if (sections.includes("streams")) {
    await measureStreams(measured, results.rows, note, signal);
    await keep();
  }
  for (const plan of sections.includes("growth") ? PLANS : []) {
    const growth = await measureGrowth(plan, contestants, note, signal);
    const before = results.growth.find(({ dimension }) => dimension === plan.dimension);
    const series = merged(before?.series ?? [], growth.series, ({ name }) => name);
    results.growth = merged(results.growth, [{ ...growth, series }], ({ dimension }) => dimension);
    await keep();
  }
  const server = contestants.find(({ id }) => id === "mcpdemo-2026") ?? contestants[0];
  if (sections.includes("commands") && server) {
    const tried: { problem?: string } = {};
    await attempt(tried, async () => {
      results.commands = await measureCommands(server, workshop, note);
    }, signal);
    if (tried.problem !== undefined) note(`The commands are left out: ${tried.problem}`);
    await keep();
  }
  note(`Measured in ${((performance.now() - started) / 60_000).toFixed(1)} minutes.`);
  if (values.write) await writePages(results);
  else console.log(renderPage(SKELETON, results, "en"));
}

/** The names in a list with commas; throws for one that does not exist. */
function namesIn(list: string | undefined, known: readonly string[]): readonly string[] | undefined {
  const names = list?.split(",");
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}, only ${known.join(", ")}.`);
  return names;
}

/** A signal for Ctrl-C and for the time that is up: whatever runs is ended then. */
function endOfRun(): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("The time is up.")), LIMIT_MS);
  const onSignal = () => controller.abort(new Error("Interrupted."));
  const signals: Deno.Signal[] = ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
    },
  };
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

/** Seconds that a run takes, about, once everything is built. */
function estimate(
  rows: number,
  sections: readonly string[],
  { rounds, seconds }: Pick<Results["settings"], "rounds" | "seconds">,
): number {
  const costs: Record<string, number> = {
    rates: rows * (rounds * (seconds + 0.5) + 3),
    profiles: 3 * (PROFILE_SECONDS + 2),
    streams: rows * 5,
    growth: PLANS.reduce((sum, plan) => sum + secondsOf(plan), 60),
    commands: (RUNS + 1) * 14,
  };
  return sections.reduce((sum, section) => sum + (costs[section] ?? 0), 0);
}

/** The old items with the new ones in the places of their namesakes. */
function merged<T>(old: readonly T[], fresh: readonly T[], nameOf: (item: T) => string): T[] {
  const all = new Map(old.map((item) => [nameOf(item), item]));
  for (const item of fresh) all.set(nameOf(item), item);
  return [...all.values()];
}

function emptyResults(): Results {
  const machine = { cpu: "", cores: 0, memoryGib: 0, kernel: "", load: 0 };
  const settings = { rounds: 0, seconds: 0, connections: 0 };
  return {
    date: "",
    machine,
    programs: {},
    settings,
    leftOut: [],
    rows: [],
    profiles: [],
    growth: [],
    commands: [],
  };
}

async function readResults(): Promise<Results> {
  return JSON.parse(await Deno.readTextFile(RESULTS));
}

async function writeResults(results: Results): Promise<void> {
  const round = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  await Deno.writeTextFile(RESULTS, JSON.stringify(results, round, 2) + "\n");
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}
