/** Child processes whose output can be waited for, and which never outlive their test. */

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Child extends AsyncDisposable {
  /** Resolves with the first match in its output, past or future. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** How long a child process may take to print something. */
const PATIENCE_MS = 30_000;

export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = new Deno.Command(command, {
    args: [...args],
    ...options,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  let wake = Promise.withResolvers<void>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      wake.resolve();
      wake = Promise.withResolvers();
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  let isOver = false;
  const ended = Promise.all([child.status, reading]).finally(() => {
    isOver = true;
    wake.resolve();
  });
  return {
    async said(pattern) {
      const patience = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => patience.reject(new Error(`It is silent on ${pattern}:\n${text}`)),
        PATIENCE_MS,
      );
      try {
        while (true) {
          const match = text.match(pattern);
          if (match) return match;
          if (isOver) throw new Error(`It ended without saying ${pattern}:\n${text}`);
          await Promise.race([wake.promise, patience.promise]);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      if (!isOver) child.kill("SIGKILL");
      await ended;
    },
  };
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program until it exits, or kills it after `patienceMs`. */
export async function runChild(
  command: string,
  args: readonly string[],
  { patienceMs = PATIENCE_MS, ...options }: ChildOptions & { readonly patienceMs?: number } = {},
): Promise<Outcome> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    ...options,
    stdin: "null",
    signal: patience.signal,
  }).output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  return { status: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A port that was free a moment ago, for programs that cannot report the port that they took. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
