/**
 * `deno task conformance`: the protocol's own suites against our server and our client.
 *
 * Each leg is one run of a suite; it fails on what `expected/` does not name, and on what it names in vain.
 * With arguments, one leg of your own, shown in full: `alpha client --scenario request-metadata`.
 */
import { fileURLToPath } from "node:url";
import { type Outcome, runChild } from "../support/child.ts";
import { npmTools } from "../support/npm_tools.ts";
import { startFixture } from "./fixture/fixture_app.ts";

type Leg = readonly ["stable" | "alpha", "server" | "client", ...string[]];

/** `--suite all` runs each scenario at the revision that brought it, extensions too. */
const LEGS: readonly Leg[] = [
  ["stable", "server", "--suite", "all"],
  ["stable", "client", "--suite", "all"],
  ["alpha", "server", "--suite", "all"],
  ["alpha", "server", "--suite", "all", "--spec-version", "2026-07-28"],
  ["alpha", "server", "--requirements", "2025-11-25"],
  ["alpha", "client", "--suite", "all"],
  ["alpha", "client", "--suite", "all", "--spec-version", "2026-07-28"],
  ["alpha", "client", "--suite", "all", "--spec-version", "2025-11-25"],
];

const LEG_MS = 3 * 60_000;

const tools = await npmTools();

async function runLeg([suite, side, ...args]: Leg): Promise<Outcome> {
  await using fixture = startFixture();
  const entry = tools.file(`conformance-${suite}`, "dist/index.js");
  const target = side === "server" ? ["--url", fixture.at("/mcp").href] : ["--command", clientCommand()];
  // With such a file, warnings fail too, and the stable server suite warns of its own mistake: its scenario
  // of a dropped stream calls itself a client of 2025-03-26, which must not be sent a priming event.
  const expected = suite === "stable" && side === "server"
    ? []
    : ["--expected-failures", pathOf(`./expected/${suite}.yml`)];
  return await runChild(tools.node, [entry, side, ...target, ...args, ...expected], { patienceMs: LEG_MS });
}

/** The suite splits it at its blanks and hands it to a shell. */
function clientCommand(): string {
  const run = [Deno.execPath(), "run", "--quiet", "--no-prompt", "-A", "--config", pathOf("../../deno.json")];
  return [...run, pathOf("./client.ts")].join(" ");
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

function isLeg(args: readonly string[]): args is Leg {
  return /^(stable|alpha)$/.test(args[0] ?? "") && /^(server|client)$/.test(args[1] ?? "");
}

/** What a failed leg has against us: the two lists below its summary. */
function complaints({ stdout, stderr }: Outcome): string {
  const lists = stdout.split(/\n(?=\S*(?:Unexpected failures|Stale baseline))/).slice(1).join("\n");
  return lists || `${stdout.slice(-4_000)}${stderr.slice(-4_000)}`;
}

if (isLeg(Deno.args)) {
  const { status, stdout, stderr } = await runLeg(Deno.args);
  console.log(stdout + stderr);
  Deno.exit(status);
}
let failures = 0;
for (const leg of LEGS) {
  const outcome = await runLeg(leg);
  const total = outcome.stdout.match(/Total: (.*)/)?.[1] ?? "no total";
  // A leg that ran nothing has shown nothing.
  const isGood = outcome.status === 0 && /[1-9]\d* passed/.test(total);
  console.log(`${isGood ? "ok    " : "FAILED"} ${leg.join(" ")}: ${total}`);
  if (isGood) continue;
  failures++;
  console.log(complaints(outcome));
}
Deno.exit(failures === 0 ? 0 : 1);
