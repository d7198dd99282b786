/**
 * The compiled binary under test: `BINARY`, or the one that `deno task compile` made for this
 * machine. It runs in an otherwise empty folder, which contains only what a test writes.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { binaryPath } from "../../scripts/compile.ts";
import { type CliOptions, type CliProcess, runCli, startCli } from "../support/run_cli.ts";

export const BINARY = Deno.env.get("BINARY") ?? binaryPath();
export const KEY = "ma_cle_secrete";

export type BinaryOptions = Omit<CliOptions, "program"> & {
  /** What precedes the binary on the command line, for example `env -u HOME`. */
  readonly within?: readonly string[];
  /** Contents of files in the current folder, by file name. */
  readonly files?: Readonly<Record<string, string>>;
};

/** Runs the binary until it exits. */
export async function runBinary(args: readonly string[], options: BinaryOptions = {}) {
  const { within = [], files, environment, ...rest } = options;
  await using folder = await folderWith(files);
  // The binary must not write its state into the home folder of the user who runs the tests.
  const home = Object.fromEntries(
    ["HOME", "XDG_STATE_HOME", "LOCALAPPDATA"].map((name) => [name, folder.path]),
  );
  return await runCli(args, {
    cwd: folder.path,
    ...rest,
    environment: { ...home, ...environment },
    program: [...within, BINARY],
  });
}

export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly process: CliProcess;
}

/** Starts `serve` on a free port, with a key. */
export async function serveBinary(
  { within = [], files, ...options }: BinaryOptions = {},
  flags: readonly string[] = [],
): Promise<Served> {
  await using onFailure = new AsyncDisposableStack();
  const folder = onFailure.use(await folderWith(files));
  const process = onFailure.use(
    startCli(["serve", "--host", "127.0.0.1", "--port", "0", "--auth-key", KEY, ...flags], {
      cwd: folder.path,
      ...options,
      program: [...within, BINARY],
    }),
  );
  const [, url] = await process.said(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
  const owned = onFailure.move();
  return { url: url!, process, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function folderWith(
  files: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "mcpdemo-binary-" });
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(join(path, name), text);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** The offline model's answer to "what time is it". */
export const TELLS_THE_TIME = /^It is \d\d:\d\d on \w+day, /;

export function assertOutcome(
  outcome: { readonly status: number; readonly stdout: string; readonly stderr: string },
  expected: { readonly status: number; readonly stdout?: RegExp; readonly stderr?: RegExp },
): void {
  const said = `status ${outcome.status}\n${outcome.stdout}\n${outcome.stderr}`;
  assert.equal(outcome.status, expected.status, said);
  assert.match(outcome.stdout, expected.stdout ?? /^$/, said);
  assert.match(outcome.stderr, expected.stderr ?? /^/, said);
}
