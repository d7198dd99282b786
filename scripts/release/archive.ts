/** Archives of a binary with what must go with it; the same input gives the same bytes. */
import { basename, join } from "node:path";
import { run } from "../run.ts";
import { archiveName, type Target } from "../targets.ts";

/**
 * Packs `files` without their folders, with GNU tar or Info-ZIP; their modification time is set to
 * `seconds` after 1970. Returns the archive's path.
 */
export async function archive(
  target: Target,
  files: readonly string[],
  folder: string,
  seconds: number,
): Promise<string> {
  const output = join(folder, archiveName(target));
  const staging = await Deno.makeTempDir({ prefix: "mcpdemo-archive-" });
  try {
    const names = files.map((file) => basename(file));
    for (const file of files) {
      const copy = join(staging, basename(file));
      await Deno.copyFile(file, copy);
      await Deno.utime(copy, seconds, seconds);
      await Deno.chmod(copy, /mcpdemo(\.exe)?$/.test(file) ? 0o755 : 0o644);
    }
    await Deno.remove(output).catch(() => {});
    if (output.endsWith(".zip")) {
      await run("zip", ["-q", "-X", "-9", output, ...names], { cwd: staging, env: { TZ: "UTC" } });
    } else {
      const owner = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner"];
      await run("tar", [...owner, "-czf", output, ...names], { cwd: staging });
    }
  } finally {
    await Deno.remove(staging, { recursive: true });
  }
  return output;
}

/** Unpacks either kind. Everywhere but on Linux, `tar` reads both. */
export async function unpack(path: string, folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  if (path.endsWith(".zip") && Deno.build.os === "linux") {
    await run("unzip", ["-q", "-o", path, "-d", folder]);
  } else await run("tar", ["-xf", path, "-C", folder]);
}
