/** A user without mcpdemo, and a release that a server on this machine offers for download. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { archive } from "../../scripts/release/archive.ts";
import { sumsOf } from "../../scripts/release/sums.ts";
import { archiveName, ownTarget } from "../../scripts/targets.ts";
import { type Outcome, runChild } from "../support/child.ts";

const INSTALLER = fileURLToPath(new URL("../../install.sh", import.meta.url));
export const ARCHIVE = archiveName(ownTarget());

export interface World extends AsyncDisposable {
  /** The root folder of the environment; also used for temporary files. */
  readonly root: string;
  /** The user's home folder. */
  readonly home: string;
  /** Programs that come first on the `PATH`. */
  readonly programs: string;
  /** The address of the server. */
  readonly releases: string;
  /** The requests that the server received. */
  readonly asked: readonly string[];
  install(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** The contents of a folder below the user's home. */
  installed(folder?: string): Promise<readonly string[]>;
}

export type Answer = (path: string, body: Uint8Array<ArrayBuffer>) => Response;

/** @param release the folder with the release's files */
export async function createWorld(
  release: string,
  answer: Answer = (_, body) => new Response(body),
): Promise<World> {
  const root = await Deno.makeTempDir({ prefix: "mcpdemo-install-" });
  const [home, programs] = [join(root, "home"), join(root, "programs")];
  for (const folder of [home, programs]) await Deno.mkdir(folder);
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    asked.push(path);
    try {
      return answer(path, await Deno.readFile(join(release, path.slice(path.lastIndexOf("/")))));
    } catch {
      return new Response(null, { status: 404 });
    }
  });
  const releases = `http://127.0.0.1:${server.addr.port}`;
  return {
    ...{ root, home, programs, releases, asked },
    install: (args = [], env = {}) =>
      runChild("env", [
        ...["-i", `PATH=${programs}:${Deno.env.get("PATH")}`, `HOME=${home}`, `TMPDIR=${root}`],
        `MCPDEMO_RELEASES=${releases}`,
        ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
        ...["sh", INSTALLER, ...args],
      ]),
    async installed(folder = ".local/bin") {
      try {
        return await Array.fromAsync(Deno.readDir(join(home, folder)), ({ name }) => name);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return [];
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(root, { recursive: true });
    },
  };
}

/**
 * A small release for this machine, in which a script that runs `text` takes the place of the
 * binary.
 */
export async function writeRelease(folder: string, text = 'echo "1.2.3"'): Promise<void> {
  const binary = join(folder, "mcpdemo");
  await writeScript(binary, text);
  await archive(ownTarget(), [binary], folder, 0);
  await Deno.remove(binary);
  await Deno.writeTextFile(join(folder, "SHA256SUMS"), await sumsOf(folder, [ARCHIVE]));
}

export async function writeScript(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}
