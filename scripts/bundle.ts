/**
 * Bundles the program into a folder of a few small files, and stamps what it was built from into them.
 *
 * usage: deno run -A scripts/bundle.ts FOLDER
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputOf, run } from "./run.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The module of `serve --workers`, which only its threads load; in the bundle as in the source. */
export const WORKER = "server/worker.js";

/** The build facts. An unknown commit is omitted: the image is built without `git`. */
export interface Stamp {
  /** The commit's hash; `undefined` if it is unknown. */
  readonly commit: string | undefined;
  /** ISO 8601, in UTC. */
  readonly built: string;
}

/** Recreates `folder`. Its entry is `main.js`, and that of a thread {@linkcode WORKER}. */
export async function bundle(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await run(Deno.execPath(), [
    ...["bundle", "--quiet", "--config", join(ROOT, "deno.product.json"), "--minify", "--code-splitting"],
    ...["--outdir", folder, join(ROOT, "main.ts"), join(ROOT, WORKER.replace(/js$/, "ts"))],
  ], { cwd: ROOT });
  const stamp = await readStamp();
  const marks = marksOf(stamp);
  const missing = new Set(marks.keys());
  const names = (await Array.fromAsync(Deno.readDir(folder))).filter(({ isFile }) => isFile).map(({ name }) =>
    name
  );
  for (const name of [...names, WORKER]) {
    const path = join(folder, name);
    const text = await Deno.readTextFile(path);
    for (const mark of marks.keys()) if (text.includes(mark)) missing.delete(mark);
    await Deno.writeTextFile(path, stamped(text, marks));
    // File times end up in the binary: the same source must give the same binary.
    await Deno.utime(path, new Date(stamp.built), new Date(stamp.built));
  }
  if (missing.size > 0) throw new Error(`The bundle has no ${[...missing].join(" and no ")}.`);
}

/** `text` with every mark replaced by its fact. */
export function stamped(text: string, marks: ReadonlyMap<string, string>): string {
  return [...marks].reduce((result, [mark, fact]) => result.replaceAll(mark, () => fact), text);
}

/** The placeholders of `cli/build.ts`. One with an unknown fact stays, and is not shown. */
export function marksOf({ commit, built }: Stamp): ReadonlyMap<string, string> {
  return new Map([["@commit@", commit ?? "@commit@"], ["@built@", built]]);
}

/** `COMMIT` and `SOURCE_DATE_EPOCH` (reproducible-builds.org) win over `git` and the clock. */
async function readStamp(): Promise<Stamp> {
  const epoch = Deno.env.get("SOURCE_DATE_EPOCH");
  const now = epoch ? new Date(Number(epoch) * 1000) : new Date();
  return {
    commit: Deno.env.get("COMMIT") || await gitCommit(),
    built: now.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

async function gitCommit(): Promise<string | undefined> {
  const commit = await outputOf("git", ["rev-parse", "HEAD"], { cwd: ROOT });
  const changes = await outputOf("git", ["status", "--porcelain"], { cwd: ROOT });
  return commit && (changes ? `${commit} and changes` : commit);
}

if (import.meta.main) {
  const [folder] = Deno.args;
  if (folder === undefined) throw new Error("usage: bundle.ts FOLDER");
  await bundle(folder);
}
