/**
 * Third-party programs from npm, at exact versions, in a folder outside of the project, which does
 * not depend on them.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The only place that lists the versions of third-party MCP programs. */
const VERSIONS = {
  // The conformance suites and the inspector need a newer Node than most machines have.
  "node": "22.23.3",
  "conformance-stable": "npm:@modelcontextprotocol/conformance@0.1.16",
  "conformance-alpha": "npm:@modelcontextprotocol/conformance@0.2.0-alpha.12",
  "@modelcontextprotocol/inspector": "2.12.0",
  "@modelcontextprotocol/server-everything": "2026.8.31",
  "mcp-remote": "0.15.1",
  "fastmcp": "4.20.16",
};

/** The packages that drive a browser, and that check a page. */
const BROWSER_VERSIONS = {
  "playwright-core": "1.65.1",
  "axe-core": "4.14.1",
};

/** The packages that check the files of a trace. */
const TRACE_VERSIONS = {
  "ajv": "8.20.0",
  "ajv-formats": "3.0.1",
  "har-schema": "2.0.0",
  "mermaid": "12.3.0",
};

const INSTALL_MS = 5 * 60_000;

export interface NpmTools {
  /** Node at a fixed version, independent of the machine's own. */
  readonly node: string;
  /** The path of a file in the installed package `name`. */
  file(name: keyof typeof VERSIONS, path: string): string;
}

export async function npmTools(): Promise<NpmTools> {
  const folder = await installed(VERSIONS);
  const file = (name: string, path: string) => join(folder, "node_modules", name, path);
  return { node: file("node", "bin/node"), file };
}

/** The path of a file in one of the packages that check pages. */
export async function browserTool(name: keyof typeof BROWSER_VERSIONS, path: string): Promise<string> {
  return join(await installed(BROWSER_VERSIONS), "node_modules", name, path);
}

/** The folder whose `node_modules` contains the packages that check trace files. */
export async function traceJudges(): Promise<string> {
  return await installed(TRACE_VERSIONS);
}

type Versions = Readonly<Record<string, string>>;

/** Installs a set of versions once; a second call, or another process, reuses them. */
async function installed(versions: Versions): Promise<string> {
  const folder = join(tmpdir(), `mcpdemo-npm-${await fingerprint(versions)}`);
  await Deno.mkdir(folder, { recursive: true });
  using lock = await Deno.open(join(folder, "lock"), { create: true, write: true });
  await lock.lock(true);
  const done = join(folder, "installed");
  if (!await exists(done)) {
    await install(folder, versions);
    await Deno.writeTextFile(done, "");
  }
  return folder;
}

async function install(folder: string, versions: Versions): Promise<void> {
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const { code, stderr } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--no-progress", "--prefix", folder, ...packages],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(INSTALL_MS),
  }).output();
  if (code !== 0) throw new Error(`npm install failed:\n${new TextDecoder().decode(stderr)}`);
}

async function fingerprint(versions: Versions): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(versions));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 12);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
