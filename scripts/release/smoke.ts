/**
 * Unpacks one archive of the release in `dist/release` and runs what is in it as its users do; then installs it.
 *
 * usage: deno run -A scripts/release/smoke.ts TRIPLE
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../run.ts";
import { archiveName, binaryName, targetOf } from "../targets.ts";
import { unpack } from "./archive.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

// Named, since this Deno may itself be emulated.
const target = targetOf(Deno.args[0] ?? "");
const folder = join(ROOT, "dist", "smoke");
await unpack(join(ROOT, "dist", "release", archiveName(target)), folder);
const tests = ["tests/binary/everywhere.ts", "tests/release/dry_run.ts"];
await run(Deno.execPath(), ["test", "--quiet", "--no-prompt", "-A", ...tests], {
  cwd: ROOT,
  env: { BINARY: join(folder, binaryName(target)) },
});
