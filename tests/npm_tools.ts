/**
 * Other people's programs from npm, at exact versions, in a folder outside of the project: no part of it
 * depends on them.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The one place where their versions are written. */
const VERSIONS = {
  // The conformance suites and the inspector need a newer Node than machines tend to have.
  "node": "22.23.3",
  "conformance-stable": "npm:@modelcontextprotocol/conformance@0.1.16",
  "conformance-alpha": "npm:@modelcontextprotocol/conformance@0.2.0-alpha.12",
  "@modelcontextprotocol/inspector": "2.12.0",
  "@modelcontextprotocol/server-everything": "2026.8.31",
  "mcp-remote": "0.15.1",
  "fastmcp": "4.20.16",
};

const INSTALL_MS = 5 * 60_000;

export interface NpmTools {
  /** Node, whatever version the machine has itself. */
  readonly node: string;
  /** The path of a file in the installed package `name`. */
  file(name: keyof typeof VERSIONS, path: string): string;
}

/** Installs them once for a set of versions; a second call, or another process, finds them there. */
export async function npmTools(): Promise<NpmTools> {
  const folder = join(tmpdir(), `mcpdemo-npm-${await fingerprint()}`);
  await Deno.mkdir(folder, { recursive: true });
  using lock = await Deno.open(join(folder, "lock"), { create: true, write: true });
  await lock.lock(true);
  const done = join(folder, "installed");
  if (!await exists(done)) {
    await install(folder);
    await Deno.writeTextFile(done, "");
  }
  const file = (name: string, path: string) => join(folder, "node_modules", name, path);
  return { node: file("node", "bin/node"), file };
}

async function install(folder: string): Promise<void> {
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const { code, stderr } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--no-progress", "--prefix", folder, ...packages],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(INSTALL_MS),
  }).output();
  if (code !== 0) throw new Error(`npm install failed:\n${new TextDecoder().decode(stderr)}`);
}

async function fingerprint(): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(VERSIONS));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 12);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
