/**
 * Says on stderr that the packages of the program are about to be downloaded, if the cache does not have them.
 * The tasks of `deno.json` call it first, since Deno downloads a program's packages before the program starts.
 */
import { join } from "node:path";

/** What {@linkcode cacheFolder} reads of its surroundings. */
export interface Surroundings {
  /** As in `Deno.build.os`. */
  readonly os: typeof Deno.build.os;
  /** Reads an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** A package of a lock file. */
export interface LockedPackage {
  /** With its scope, as in `@bomb.sh/tab`. */
  readonly name: string;
  /** Of the package, as the lock file has it. */
  readonly version: string;
}

/**
 * Deno's cache folder, which is what Deno's documentation calls `DENO_DIR`: the variable, or the folder for
 * caches of the system. It is `undefined` if no variable names one.
 */
export function cacheFolder({ os, env }: Surroundings): string | undefined {
  const named = env("DENO_DIR");
  if (named) return named;
  const home = env("HOME");
  const caches = os === "windows"
    ? env("LOCALAPPDATA")
    : os === "darwin"
    ? home && join(home, "Library", "Caches")
    : env("XDG_CACHE_HOME") || (home && join(home, ".cache"));
  return caches ? join(caches, "deno") : undefined;
}

/** The packages of `deno.lock`, which is what the program needs and nothing that only its tests use. */
export async function productPackages(): Promise<readonly LockedPackage[]> {
  const text = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));
  return lockedPackages((JSON.parse(text) as { npm: Record<string, unknown> }).npm);
}

/** The packages that the keys of a lock file's `npm` name, each once: a key may end in `_` and its peers. */
export function lockedPackages(npm: Readonly<Record<string, unknown>>): readonly LockedPackage[] {
  const ids = new Set(Object.keys(npm).map((key) => /^(@?[^@]+@[^_]+)/.exec(key)![1]!));
  return [...ids].map((id) => {
    const at = id.lastIndexOf("@");
    return { name: id.slice(0, at), version: id.slice(at + 1) };
  });
}

/** Whether `folder` lacks one of the packages, from whichever registry they came. */
export async function isMissingAny(folder: string, packages: readonly LockedPackage[]): Promise<boolean> {
  const registries = await Array.fromAsync(Deno.readDir(join(folder, "npm")), ({ name }) => name)
    .catch((): string[] => []);
  const isIn = (registry: string, { name, version }: LockedPackage) =>
    Deno.stat(join(folder, "npm", registry, name, version)).then(() => true, () => false);
  for (const each of packages) {
    const found = await Promise.all(registries.map((registry) => isIn(registry, each)));
    if (!found.includes(true)) return true;
  }
  return false;
}

if (import.meta.main) {
  const folder = cacheFolder({ os: Deno.build.os, env: (name) => Deno.env.get(name) });
  if (folder === undefined || await isMissingAny(folder, await productPackages())) {
    console.error("First run: downloading mcpdemo's packages (once, about 6 MB)…");
  }
}
