/** The compiled binary, in turns with the program run from source. */
import { binaryPath } from "../scripts/compile.ts";
import { run, RUN_MAIN, RUN_SERVE, startServer, type Surroundings } from "./child.ts";

const ROUNDS = 15;
const TIME = ["ask", "what time is it"];

/** A measurement of each, in milliseconds, one a round. */
export interface Pair {
  /** Of the compiled program: one figure a run. */
  readonly binary: readonly number[];
  /** Of the same command from source, in turns with the binary. */
  readonly source: readonly number[];
}

/** What is measured of the binary. */
export interface Binary {
  /** The size of the archive, in MiB. */
  readonly mib: number;
  /** Milliseconds of `--version`. */
  readonly version: Pair;
  /** Milliseconds of `ask` with the embedded server. */
  readonly ask: Pair;
  /** Waits until it prints the address that it listens on. */
  readonly serve: Pair;
}

/** `undefined` where `deno task compile` has made none. */
export async function measureBinary(surroundings: Surroundings): Promise<Binary | undefined> {
  const command = binaryPath();
  const size = await Deno.stat(command).then(({ size }) => size, () => undefined);
  if (size === undefined) return undefined;
  const own = { ...surroundings, command };
  const pairs = { version: newPair(), ask: newPair(), serve: newPair() };
  for (let round = 0; round <= ROUNDS; round++) {
    // The first round fills the system's caches.
    const keep = (times: number[], ms: number) => round > 0 && times.push(ms);
    for (const [name, args] of [["version", ["--version"]], ["ask", TIME]] as const) {
      keep(pairs[name].binary, await answered(args, own));
      keep(pairs[name].source, await answered([...RUN_MAIN, ...args], surroundings));
    }
    keep(pairs.serve.binary, await ready(["serve", "--port", "0"], own));
    keep(pairs.serve.source, await ready([...RUN_SERVE, "--port", "0"], surroundings));
  }
  return { mib: size / 2 ** 20, ...pairs };
}

function newPair(): { readonly binary: number[]; readonly source: number[] } {
  return { binary: [], source: [] };
}

async function answered(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { code, stdout, stderr, ms } = await run(args, surroundings);
  if (code === 0 && /\d/.test(stdout)) return ms;
  throw new Error(`"${args.join(" ")}" said with exit status ${code}: ${stdout}${stderr}`);
}

async function ready(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const started = performance.now();
  await using _server = await startServer(args, surroundings);
  return performance.now() - started;
}
