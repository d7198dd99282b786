/** Runs the program as a user does: as a process, with arguments, an environment and pipes. */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../deno.product.json", import.meta.url));
const PERMISSIONS = ["--quiet", "--no-prompt", "--allow-net", "--allow-env"];

export interface CliOptions {
  /** Of this process's own environment, only what Deno needs is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Files that it may read besides `.env`. */
  readonly readable?: readonly string[];
  readonly cwd?: string;
  /** The limit on the process's open file descriptors. */
  readonly openFiles?: number;
  /** The command to run; Deno with `main.ts` by default. */
  readonly program?: readonly string[];
}

export interface CliOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running process whose stderr can be waited on. */
export interface CliProcess extends AsyncDisposable {
  /** Resolves with the first match in stderr, past or future. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  kill(signal: Deno.Signal): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly status: number; readonly stderr: string }>;
}

export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliOutcome> {
  const child = command(args, options).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(options.stdin ?? "")).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { status: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

export function startCli(args: readonly string[], options: CliOptions = {}): CliProcess {
  const child = command(args, options).spawn();
  child.stdin.close();
  let stderr = "";
  const waiting = new Set<() => void>();
  const reading = (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      stderr += chunk;
      for (const wake of waiting) wake();
    }
  })();
  const ended = (async () => {
    const [{ code }] = await Promise.all([child.status, reading, child.stdout.cancel()]);
    for (const wake of waiting) wake();
    return { status: code, stderr };
  })();
  let isOver = false;
  ended.then(() => isOver = true);
  const kill = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It had exited on its own, perhaps only just now.
    }
  };
  return {
    ended,
    kill,
    async said(pattern) {
      while (true) {
        const match = stderr.match(pattern);
        if (match) return match;
        if (isOver) throw new Error(`It ended without saying ${pattern}:\n${stderr}`);
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await Promise.race([promise, ended]);
        waiting.delete(resolve);
      }
    },
    async [Symbol.asyncDispose]() {
      kill("SIGKILL");
      await ended;
    },
  };
}

/** Deno with `main.ts`. */
function fromSource(readable: readonly string[]): readonly string[] {
  const reads = `--allow-read=${[".env", ...readable].join(",")}`;
  return [Deno.execPath(), "run", "--config", CONFIG, ...PERMISSIONS, reads, MAIN];
}

function command(args: readonly string[], options: CliOptions): Deno.Command {
  const { environment = {}, cwd, readable = [], openFiles, program = fromSource(readable) } = options;
  const passed = Object.fromEntries(
    ["PATH", "HOME", "DENO_DIR", "DENO_TLS_CA_STORE", "SystemRoot", "LOCALAPPDATA"]
      .map((name) => [name, Deno.env.get(name)])
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const run = [...program, ...args];
  const limited = openFiles === undefined
    ? run
    : ["sh", "-c", `ulimit -n ${openFiles}; exec "$@"`, "sh", ...run];
  return new Deno.Command(limited[0]!, {
    args: limited.slice(1),
    env: {
      ...passed,
      // Deno's own check for a newer version is unrelated to the test.
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      LANG: "en_GB.UTF-8",
      // No such folder: a test's approvals are not stored, least of all in the home folder of the
      // user who runs the tests.
      XDG_STATE_HOME: "/dev/null",
      ...environment,
    },
    clearEnv: true,
    // A folder without `.env`, unless the test writes one.
    cwd: cwd ?? fileURLToPath(new URL(".", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}
