/**
 * Measures the first run of a new user: `deno task ask` with an empty cache and an empty home folder. It fails
 * if the run downloads more packages or more bytes than the limits allow; the time is shown and not judged.
 *
 * usage: deno task first-run
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LockedPackage, productPackages } from "./announce_first_run.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REGISTRY = "https://registry.npmjs.org";
const MB = 1_000_000;

/** The most that a first run may take: packages, and megabytes (10⁶ bytes) downloaded and unpacked. */
const LIMITS = { packages: 60, downloadedMb: 10, unpackedMb: 45 };

/** The folders `NAME/VERSION` of the packages that are unpacked in a cache folder of Deno. */
async function packagesIn(cache: string): Promise<readonly string[]> {
  const locked = new Set<string>();
  for await (const path of filesIn(join(cache, "npm"))) {
    const folder = /^(.*[\\/]\d[^\\/]*)[\\/]package\.json$/.exec(path)?.[1];
    if (folder !== undefined) locked.add(folder);
  }
  return [...locked];
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}

async function bytesIn(folder: string): Promise<number> {
  let total = 0;
  for await (const path of filesIn(folder)) total += (await Deno.stat(path)).size;
  return total;
}

/** The size of a package's archive, as the registry states it. */
async function archiveBytes({ name, version }: LockedPackage): Promise<number> {
  const url = `${REGISTRY}/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
  const response = await fetch(url, { method: "HEAD" });
  const bytes = Number(response.headers.get("content-length"));
  if (!response.ok || !(bytes > 0)) throw new Error(`${url}: ${response.status}, no size.`);
  return bytes;
}

async function main(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const started = performance.now();
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "ask", "what time is it"],
      cwd: ROOT,
      env: { HOME: folder, XDG_CACHE_HOME: join(folder, "xdg"), DENO_DIR: join(folder, "deno") },
    }).output();
    const seconds = (performance.now() - started) / 1000;
    const said = new TextDecoder().decode(stderr);
    if (!success || stdout.length === 0) throw new Error(`The first run failed:\n${said}`);
    if (!said.includes("First run: ")) throw new Error(`The first run is not announced:\n${said}`);
    const unpacked = await bytesIn(join(folder, "deno", "npm"));
    const archives = await Promise.all((await productPackages()).map(archiveBytes));
    const figures = {
      packages: (await packagesIn(join(folder, "deno"))).length,
      downloadedMb: archives.reduce((sum, bytes) => sum + bytes, 0) / MB,
      unpackedMb: unpacked / MB,
    };
    console.log(
      `${figures.packages} packages, ${figures.downloadedMb.toFixed(1)} MB downloaded, ` +
        `${figures.unpackedMb.toFixed(1)} MB unpacked, ${seconds.toFixed(1)} s to the answer`,
    );
    for (const [name, limit] of Object.entries(LIMITS)) {
      const figure = figures[name as keyof typeof LIMITS];
      if (figure > limit) throw new Error(`${name} is ${figure}; at most ${limit} may be.`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main();
