/** Child processes in a clean environment, none of which outlives the bench. */
import config from "../deno.json" with { type: "json" };

/** Where children run, and what ends them. */
export interface Surroundings {
  /** Their current folder. An empty one holds no `.env`. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** The command to run; `deno` by default. */
  readonly command?: string;
}

/** The arguments with which `deno task ask` starts `main.ts`, with absolute paths: children run elsewhere. */
export const RUN_MAIN: readonly string[] = argumentsOf(config.tasks.ask.command).slice(0, -1);

/** Those with which `deno task serve` starts it. */
export const RUN_SERVE: readonly string[] = argumentsOf(config.tasks.serve.command);

/** Of a task's last command, without `deno` itself. */
function argumentsOf(task: string): string[] {
  return task.split(" && ").at(-1)!.split(" ").slice(1)
    .map((word) =>
      /^(main\.ts|deno\.product\.json)$/.test(word) ? `${import.meta.dirname}/../${word}` : word
    );
}

/** The same for any other module. */
export const RUN: readonly string[] = RUN_MAIN.slice(0, -1);

const KEPT_VARIABLES = [
  ...["PATH", "HOME", "TMPDIR", "TZ", "DENO_DIR", "XDG_CACHE_HOME"],
  ...["SystemRoot", "USERPROFILE", "LOCALAPPDATA", "TEMP"],
];

/** What a process that has ended leaves behind. */
export interface Ran {
  /** Its exit status. */
  readonly code: number;
  /** Everything that it wrote to stdout, as UTF-8. */
  readonly stdout: string;
  /** Everything that it wrote to stderr, as UTF-8. */
  readonly stderr: string;
  /** Wall time, from before the start to after the end. */
  readonly ms: number;
}

/** Runs one `deno` to its end. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<Ran> {
  const started = performance.now();
  await using child = spawn(args, { stdin: "null", stdout: "piped" }, surroundings);
  const { code, stdout, stderr } = await child.process.output();
  const ms = performance.now() - started;
  surroundings.signal.throwIfAborted();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), ms };
}

/** A server in a separate process; disposing it kills the process. */
export interface ServerChild extends AsyncDisposable {
  /** The process id, by which its memory is read. */
  readonly pid: number;
  /** `http://…:PORT`, as it says on stderr. */
  readonly url: string;
}

/** Starts a `deno` that serves; resolves once it has said where. */
export async function startServer(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ServerChild> {
  await using onFailure = new AsyncDisposableStack();
  const child = onFailure.use(spawn(args, { stdin: "null", stdout: "null" }, surroundings));
  const url = await readAddress(child.process.stderr, surroundings.signal);
  const owned = onFailure.move();
  return { pid: child.process.pid, url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface Child extends AsyncDisposable {
  readonly process: Deno.ChildProcess;
}

/** How a child's streams are connected; its stderr is always piped. */
interface Streams {
  readonly stdin: "piped" | "null";
  readonly stdout: "piped" | "null";
}

/** Starts a program without waiting for it. */
export function spawn(
  args: readonly string[],
  streams: Streams,
  { folder, signal, command = Deno.execPath() }: Surroundings,
): Child {
  signal.throwIfAborted();
  const kept = KEPT_VARIABLES.flatMap((name): [string, string][] => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const process = new Deno.Command(command, {
    args: [...args],
    cwd: folder,
    clearEnv: true,
    env: { ...Object.fromEntries(kept), LANG: "C.UTF-8", NO_COLOR: "1" },
    ...streams,
    stderr: "piped",
  }).spawn();
  // A gentle signal would leave the child the choice.
  const kill = () => {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  signal.addEventListener("abort", kill);
  return {
    process,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", kill);
      kill();
      await process.status;
    },
  };
}

async function readAddress(stderr: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const lines = stderr.pipeThrough(new TextDecoderStream());
  let said = "";
  for await (const text of lines.values({ preventCancel: true })) {
    said += text;
    const address = said.match(/http:\/\/[^\s/]+:\d+(?=\s)/)?.[0];
    if (address === undefined) continue;
    // A full pipe would stop the server.
    lines.pipeTo(new WritableStream()).catch(() => {});
    return address;
  }
  signal.throwIfAborted();
  throw new Error(`A server ended without an address. It said:\n${said}`);
}
