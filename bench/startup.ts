/** How long a command takes from the shell's point of view. */
import config from "../deno.json" with { type: "json" };
import { askTheTime } from "./ask.ts";
import { type Ran, RUN, run, RUN_MAIN, type Surroundings } from "./child.ts";

const ROUNDS = 15;

/** Milliseconds, one of each a round. */
export interface Startup {
  /**
   * `ask "what time is it"` with nothing set up: embedded server, offline model. `undefined` where
   * something answers on the default port, since that would be asked instead.
   */
  readonly ask: readonly number[] | undefined;
  /** Milliseconds of `--version`, one figure a run. */
  readonly version: readonly number[];
  /** The runtime with an empty module. */
  readonly bare: readonly number[];
}

/** Measures start-up from source, in turns with an empty module. */
export async function measureStartup(surroundings: Surroundings): Promise<Startup> {
  const isAskEmbedded = !await answers("localhost", 8000);
  const empty = `${surroundings.folder}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  const ask: number[] = [], version: number[] = [], bare: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // The first round fills the runtime's caches.
    const keep = (times: number[], { ms }: Ran) => round > 0 && times.push(ms);
    if (isAskEmbedded) keep(ask, await askTheTime([], EMBEDDED, surroundings));
    keep(version, await runFor([...RUN_MAIN, "--version"], `${config.version}\n`, surroundings));
    keep(bare, await runFor([...RUN, empty], "", surroundings));
  }
  return { ask: isAskEmbedded ? ask : undefined, version, bare };
}

/** The embedded server's address; the default one's is `localhost:8000`. */
const EMBEDDED = /\/\/127\.0\.0\.1:\d+\/mcp/;

async function answers(hostname: string, port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname, port })).close();
    return true;
  } catch {
    return false;
  }
}

async function runFor(
  args: readonly string[],
  expected: string,
  surroundings: Surroundings,
): Promise<Ran> {
  const ran = await run(args, surroundings);
  if (ran.code === 0 && ran.stdout === expected) return ran;
  throw new Error(`"deno ${args.join(" ")}" said with exit status ${ran.code}: ${ran.stdout}${ran.stderr}`);
}
