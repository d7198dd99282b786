/**
 * Compiles the binary: a bundle together with the runtime.
 *
 * usage: deno task compile [--target TRIPLE | --all] [--output FILE]
 *
 * Without Deno's download site, the source of each target's runtime, `DENORT_BIN` names a local
 * runtime and `DENO_COMPILE` the matching Deno; such a binary is for smoke tests only.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundle, WORKER } from "./bundle.ts";
import { PERMISSIONS, UNSTABLE } from "./permissions.ts";
import { run } from "./run.ts";
import { binaryName, ownTarget, type Target, targetOf, TARGETS } from "./targets.ts";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));

/** The path of a target's binary: `dist/TRIPLE/mcpdemo`, or `dist/mcpdemo` for this machine. */
export function binaryPath(target?: Target): string {
  return join(DIST, target?.triple ?? "", binaryName(target ?? ownTarget()));
}

/** Makes a binary of the bundle in `folder`, for `target` or for this machine. */
export async function compile(
  folder: string,
  output: string,
  target?: Target,
  permissions: readonly string[] = PERMISSIONS,
): Promise<void> {
  if (target && Deno.env.has("DENORT_BIN") && target.triple !== Deno.build.target) {
    throw new Error(`DENORT_BIN is a runtime for this machine, not for ${target.triple}.`);
  }
  await Deno.mkdir(dirname(output), { recursive: true });
  await run(Deno.env.get("DENO_COMPILE") ?? Deno.execPath(), [
    ...["compile", "--quiet", "--no-config", "--no-check", "--no-remote", "--no-npm"],
    // It would be cached in the folder for temporary files, under a name that another user could
    // create first.
    "--no-code-cache",
    ...UNSTABLE,
    ...permissions,
    ...(target ? ["--target", target.triple] : []),
    ...["--include", join(folder, WORKER), "--output", output, join(folder, "main.js")],
  ], { env: compileEnvironment(Deno.env.toObject()), clearEnv: true });
}

/** What would be baked into the binary stays out of it: telemetry, flags of the engine. */
export function compileEnvironment(own: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(own).filter(([name]) => !/^(OTEL_|DENO_V8_FLAGS$)/.test(name)),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { target: { type: "string" }, all: { type: "boolean" }, output: { type: "string" } },
  });
  const targets = values.all ? TARGETS : [values.target === undefined ? undefined : targetOf(values.target)];
  const folder = join(DIST, "bundle");
  await bundle(folder);
  for (const target of targets) {
    const output = values.output ?? binaryPath(target);
    await compile(folder, output, target);
    const { size } = await Deno.stat(output);
    console.error(`${output}: ${(size / 2 ** 20).toFixed(1)} MiB`);
  }
}

if (import.meta.main) await main();
