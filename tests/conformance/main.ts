/**
 * `deno task conformance`: the protocol's own suites against our server and our client.
 *
 * Each leg is one run of a suite. It fails if a scenario fails that `expected/` does not list, or
 * if a listed one passes. With arguments, it runs a single leg and shows its full output: `alpha
 * client --scenario request-metadata`.
 */
import { fileURLToPath } from "node:url";
import { type Outcome, runChild } from "../support/child.ts";
import { npmTools } from "../support/npm_tools.ts";
import { startFixture } from "./fixture/fixture_app.ts";

type Leg = readonly ["stable" | "alpha", "server" | "client", ...string[]];

/** `--suite all` runs each scenario at the revision that introduced it, including extensions. */
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
  // With such a file, warnings fail too, and the stable server suite produces one by mistake: its
  // scenario of a dropped stream identifies as a 2025-03-26 client, to which a server must not send
  // a priming event.
  const expected = suite === "stable" && side === "server"
    ? []
    : ["--expected-failures", pathOf(`./expected/${suite}.yml`)];
  return await runChild(tools.node, [entry, side, ...target, ...args, ...expected], { patienceMs: LEG_MS });
}

/** The suite splits the command at spaces and passes it to a shell. */
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

/** Why a leg failed: the two lists below its summary. */
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
  // A leg that ran no scenario proves nothing.
  const isGood = outcome.status === 0 && /[1-9]\d* passed/.test(total);
  console.log(`${isGood ? "ok    " : "FAILED"} ${leg.join(" ")}: ${total}`);
  if (isGood) continue;
  failures++;
  console.log(complaints(outcome));
}
Deno.exit(failures === 0 ? 0 : 1);
