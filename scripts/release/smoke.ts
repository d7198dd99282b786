/**
 * Unpacks this machine's archive of a release and runs what is in it as its users do.
 *
 * usage: deno run -A scripts/release/smoke.ts
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../run.ts";
import { archiveName, binaryName, ownTarget } from "../targets.ts";
import { unpack } from "./archive.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const target = ownTarget();
const folder = join(ROOT, "dist", "smoke");
await unpack(join(ROOT, "dist", "release", archiveName(target)), folder);
await run(Deno.execPath(), ["test", "--quiet", "--no-prompt", "-A", "tests/binary/everywhere.ts"], {
  cwd: ROOT,
  env: { BINARY: join(folder, binaryName(target)) },
});
