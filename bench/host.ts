/** What `ask` adds to the waits of the model and the server, and what a long conversation makes it hold. */
import { RUN, RUN_MAIN, RUN_SERVE, spawn, startServer, type Surroundings } from "./child.ts";
import { MODEL_MS, startPacedModel } from "./paced_model.ts";
import { residentMiB } from "./process_stats.ts";

const ROUNDS = 9;
const TURNS = 1_000;
/** Memory is read this often, in turns. */
const LEG = 200;

/** What is measured of `ask` as a host. */
export interface Host {
  /** Milliseconds of `ask`, from its own start to the answer, beyond the model's waits; one a round. */
  readonly overhead: readonly number[];
  /** Milliseconds from the first piece of an answer, sent, to its text on stdout; one a round. */
  readonly firstText: readonly number[];
  /** `undefined` if the system does not report it. */
  readonly conversation: Conversation | undefined;
}

/** KiB by which each turn makes the process grow, as the system shows it. */
export interface Conversation {
  /** How many questions the conversation had. */
  readonly turns: number;
  /** Bytes of heap gained a question, after a garbage collection. */
  readonly growth: number;
  /** The same of a bare `fetch` a line. */
  readonly bareGrowth: number;
  /** MiB in the end. */
  readonly held: number;
}

/** Measures `ask` against a model that answers at a fixed pace. */
export async function measureHost(surroundings: Surroundings): Promise<Host> {
  await using server = await startServer([...RUN_SERVE, "--port", "0"], surroundings);
  const overhead: number[] = [], firstText: number[] = [];
  await using model = startPacedModel(true);
  const ask = [...RUN_MAIN, "ask", "--server", server.url, "--api-url", model.url];
  for (let round = 0; round <= ROUNDS; round++) {
    const { ms } = JSON.parse(await textOf([...ask, "--json", "what time is it"], surroundings));
    const at = await firstTextAt([...ask, "what time is it"], surroundings);
    // The first round fills the runtime's caches.
    if (round === 0) continue;
    overhead.push(ms - 2 * MODEL_MS);
    firstText.push(at - model.sentAt());
  }
  return { overhead, firstText, conversation: await measureConversation(server.url, surroundings) };
}

async function measureConversation(
  server: string,
  surroundings: Surroundings,
): Promise<Conversation | undefined> {
  await using model = startPacedModel(false);
  const ask = [...RUN_MAIN, "ask", "-i", "--server", server, "--api-url", model.url];
  const bare = [...RUN, `${import.meta.dirname}/bare_asker.ts`, `${model.url}/chat/completions`];
  const held = await converse(ask, surroundings);
  const bareHeld = await converse(bare, surroundings);
  if (!held || !bareHeld) return undefined;
  return { turns: TURNS, growth: growth(held), bareGrowth: growth(bareHeld), held: held.at(-1)! };
}

async function textOf(args: readonly string[], surroundings: Surroundings): Promise<string> {
  await using child = spawn(args, { stdin: "null", stdout: "piped" }, surroundings);
  const { code, stdout, stderr } = await child.process.output();
  if (code === 0) return new TextDecoder().decode(stdout);
  throw new Error(`"deno ${args.join(" ")}" ended with ${code}: ${new TextDecoder().decode(stderr)}`);
}

async function firstTextAt(args: readonly string[], surroundings: Surroundings): Promise<number> {
  await using child = spawn(args, { stdin: "null", stdout: "piped" }, surroundings);
  const { done } = await child.process.stdout.getReader().read();
  if (!done) return performance.now();
  throw new Error(`"deno ${args.join(" ")}" said nothing`);
}

/**
 * Question after question, the next one when the last is answered.
 *
 * @returns resident MiB after each leg
 */
async function converse(args: readonly string[], surroundings: Surroundings): Promise<number[] | undefined> {
  await using child = spawn(args, { stdin: "piped", stdout: "piped" }, surroundings);
  child.process.stderr.pipeTo(new WritableStream()).catch(() => {});
  const writer = child.process.stdin.getWriter();
  const answers = child.process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const question = new TextEncoder().encode("what time is it\n");
  const held: number[] = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    await writer.write(question);
    for (let said = ""; !said.endsWith("\n");) {
      const { done, value } = await answers.read();
      if (done) throw new Error(`the conversation ended after ${turn - 1} questions`);
      said += value;
    }
    if (turn % LEG > 0) continue;
    const mib = await residentMiB(child.process.pid);
    if (mib === undefined) return undefined;
    held.push(mib);
  }
  return held;
}

/** What each turn after the first leg added, in KiB. */
function growth(held: readonly number[]): number {
  return (held.at(-1)! - held[0]!) * 1024 / (TURNS - LEG);
}
