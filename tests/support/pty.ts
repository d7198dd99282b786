/** Runs the program on a real pseudo-terminal, through util-linux `script`, and types into it. */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../deno.product.json", import.meta.url));

/** How long the screen may take to show something. */
const PATIENCE_MS = 20_000;

/** Whether this machine has util-linux's `script`. */
export function hasPty(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const { stdout } = new Deno.Command("script", { args: ["--version"], stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout).includes("util-linux");
  } catch {
    return false;
  }
}

export interface Pty extends AsyncDisposable {
  /** Types the given bytes: `\x03` is Ctrl-C, `\x1b[A` is Up. */
  type(bytes: string): Promise<void>;
  /** Resolves when `pattern` has appeared on the screen after the previous match. */
  shows(pattern: RegExp): Promise<void>;
  /** Everything written to the screen. */
  readonly sent: () => string;
  /** The exit status. */
  readonly ended: Promise<number>;
}

/** @param environment besides what Deno needs; a test should use its own state folder */
export function startPty(args: readonly string[], environment: Readonly<Record<string, string>>): Pty {
  const command = [Deno.execPath(), "run", "--quiet", "--no-prompt", "-A", "--config", CONFIG, MAIN, ...args];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const kept = ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const child = new Deno.Command("script", {
    args: ["-qec", `stty rows 24 cols 80; exec ${quoted}`, "/dev/null"],
    env: {
      ...Object.fromEntries(kept),
      LANG: "en_GB.UTF-8",
      TERM: "xterm-256color",
      SHELL: "/bin/sh",
      ...environment,
    },
    clearEnv: true,
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  let [sent, seen] = ["", 0];
  let wake = Promise.withResolvers<void>();
  let isOver = false;
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      sent += chunk;
      wake.resolve();
      wake = Promise.withResolvers();
    }
  })();
  const ended = Promise.all([child.status, reading]).then(([{ code }]) => {
    isOver = true;
    wake.resolve();
    return code;
  });
  return {
    ended,
    sent: () => sent,
    type: (bytes) => writer.write(new TextEncoder().encode(bytes)),
    async shows(pattern) {
      const patience = Promise.withResolvers<void>();
      let isPatient = true;
      const timer = setTimeout(() => patience.resolve(void (isPatient = false)), PATIENCE_MS);
      try {
        while (true) {
          const match = sent.slice(seen).match(pattern);
          if (match) return void (seen += match.index! + match[0].length);
          if (isOver || !isPatient) {
            throw new Error(`It did not show ${pattern}: ${JSON.stringify(sent.slice(seen))}`);
          }
          await Promise.race([wake.promise, patience.promise]);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      await writer.close().catch(() => {});
      if (!isOver) child.kill("SIGKILL");
      await ended;
    },
  };
}
