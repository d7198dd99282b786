/** Starting a contestant and waiting for its first answer. */
import { callOnce } from "./calls.ts";
import type { Contestant } from "./peer.ts";

/** A server that answers; disposing it kills it. */
export interface Running extends AsyncDisposable {
  /** Its process. */
  readonly pid: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Milliseconds from the start of its process to its first answer to a tool call. */
  readonly firstAnswerMs: number;
  /** Asks it to end, and resolves once it has. */
  interrupt(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const RETRY_MS = 2;
const SAID = 1_000;

/** Starts a contestant with a number of tools. Rejects with what it said if it does not answer. */
export async function start(
  { era, launch }: Pick<Contestant, "era" | "launch">,
  signal: AbortSignal,
  tools = 1,
): Promise<Running> {
  signal.throwIfAborted();
  const port = freePort();
  const { command, args, env, cwd = import.meta.dirname! } = launch(port);
  const started = performance.now();
  const process = new Deno.Command(command, {
    args: [...args],
    cwd,
    env: { ...env, PORT: String(port), ERA: era, TOOLS: String(tools), NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  const saying = process.stderr.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({ write: (text) => void (said = (said + text).slice(-SAID)) }),
  ).catch(() => {});
  let ended = false;
  const status = process.status.then((status) => (ended = true, status));
  const stop = async () => {
    if (!ended) process.kill("SIGKILL");
    await status;
    await saying;
  };
  const url = `http://127.0.0.1:${port}`;
  let problem: unknown;
  while (performance.now() - started < PATIENCE_MS && !ended && !signal.aborted) {
    if (await isListening(port)) {
      const answered = await callOnce(url, era, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
        .then(() => true, (error) => (problem = error, false));
      if (answered) {
        const firstAnswerMs = performance.now() - started;
        const interrupt = async () => {
          process.kill("SIGINT");
          await status;
        };
        return { pid: process.pid, url, firstAnswerMs, interrupt, [Symbol.asyncDispose]: stop };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  await stop();
  signal.throwIfAborted();
  throw new Error(`It did not answer: ${problem ?? "nothing listened"}. ${said}`.trim());
}

async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
