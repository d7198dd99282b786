/** The folder outside the repository where peers are built, and kept for the next run. */
import { basename, join } from "node:path";

/** Where peers are built. */
export interface Workshop {
  /** Aborts everything. */
  readonly signal: AbortSignal;
  /** A folder of the workshop with copies of files of `servers/`. */
  folder(name: string, files?: readonly string[]): Promise<string>;
  /** Runs a program in a folder; throws what it said if it fails. */
  run(command: string, args: readonly string[], cwd: string): Promise<string>;
  /** A folder with npm packages at these exact versions in its `node_modules`. */
  npm(name: string, packages: readonly string[], files?: readonly string[]): Promise<string>;
  /** A virtual environment with PyPI packages at these exact versions. */
  python(name: string, packages: readonly string[], files?: readonly string[]): Promise<string>;
}

const SERVERS = join(import.meta.dirname!, "servers");
const SAID = 2_000;

/** Opens the workshop at a path. */
export function openWorkshop(root: string, signal: AbortSignal): Workshop {
  const folder = async (name: string, files: readonly string[] = []) => {
    const path = join(root, name);
    await Deno.mkdir(path, { recursive: true });
    for (const file of files) await copyIfChanged(join(SERVERS, file), join(path, basename(file)));
    return path;
  };
  const run = async (command: string, args: readonly string[], cwd: string) => {
    const { code, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal,
    }).output();
    const decoder = new TextDecoder();
    if (code === 0) return decoder.decode(stdout);
    throw new Error(`${command} ${args[0]} failed: ${decoder.decode(stderr).slice(-SAID).trim()}`);
  };
  /** Does the work unless the folder says that it was done for the same packages. */
  const once = async (path: string, packages: readonly string[], work: () => Promise<unknown>) => {
    const mark = join(path, "installed");
    const wanted = packages.join("\n");
    if (await Deno.readTextFile(mark).catch(() => "") === wanted) return;
    await work();
    await Deno.writeTextFile(mark, wanted);
  };
  return {
    signal,
    folder,
    run,
    async npm(name, packages, files) {
      const path = await folder(name, files);
      const args = ["install", "--no-audit", "--no-fund", "--no-progress", "--prefix", path, ...packages];
      await once(path, packages, () => run("npm", args, path));
      return path;
    },
    async python(name, packages, files) {
      const path = await folder(name, files);
      await once(path, packages, async () => {
        await run("python3", ["-m", "venv", "venv"], path);
        await run("venv/bin/pip", ["install", "--quiet", ...packages], path);
      });
      return path;
    },
  };
}

/** A compiler would start over if the file looked newer. */
async function copyIfChanged(from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(from);
  if (await Deno.readTextFile(to).catch(() => undefined) !== text) await Deno.writeTextFile(to, text);
}

/** Those of the programs that this machine does not have. */
export async function missingPrograms(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(async (name) => {
    const { success } = await new Deno.Command("sh", {
      args: ["-c", 'command -v "$1"', "sh", name],
      stdout: "null",
    })
      .output();
    return success;
  }));
  return names.filter((_, index) => !found[index]);
}
