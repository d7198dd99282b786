/**
 * Runs the commands quoted in the documents, in a folder with a `mcpdemo` command and without any
 * configuration.
 */
import { join } from "node:path";
import { ROOT } from "./documents.ts";
import { asInstalled, type Quote } from "./quotes.ts";

/** Where quoted commands run; disposing it stops what they started. */
export interface Workshop extends AsyncDisposable {
  /** The folder and the environment of a command. */
  surroundings(language: Language, more?: Readonly<Record<string, string>>): Surroundings;
}

type Language = "en" | "fr";
type Surroundings = Required<Pick<Deno.CommandOptions, "cwd" | "clearEnv" | "env">>;

/** Makes a workshop: a copy of the program's environment without the user's own settings. */
export async function createWorkshop(): Promise<Workshop> {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-docs-" });
  const run = `exec ${Deno.execPath()} run --quiet --no-prompt -A --config ${ROOT}deno.product.json`;
  for (const name of ["bin", "home"]) await Deno.mkdir(join(folder, name));
  const script = `#!/bin/sh\n${run} ${ROOT}main.ts "$@"\n`;
  await Deno.writeTextFile(join(folder, "bin/mcpdemo"), script, { mode: 0o755 });
  return {
    surroundings: (language, more) => ({
      cwd: folder,
      clearEnv: true,
      env: {
        DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno"),
        DENO_NO_UPDATE_CHECK: "1",
        PATH: `${folder}/bin:/usr/bin:/bin`,
        HOME: `${folder}/home`,
        LANG: language === "fr" ? "fr_FR.UTF-8" : "en_GB.UTF-8",
        TZ: "UTC",
        ...more,
      },
    }),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Where something listens that would change what the commands say. */
export async function occupied(): Promise<string[]> {
  const found: string[] = [];
  for (const port of [8000, 8123, 8080, 1234, 11434]) {
    try {
      (await Deno.connect({ hostname: "localhost", port })).close();
      found.push(`localhost:${port}`);
    } catch {
      // Ignored: there is no such file.
    }
  }
  return found;
}

/** What the command of a quote says. A server is ended once it has said how it is reached. */
export async function outputOf(quote: Quote, workshop: Workshop, language: Language): Promise<string> {
  const { command, server } = quote;
  await using running = server === undefined ? undefined : start(`mcpdemo ${server}`, workshop, language);
  await running?.said(READY);
  await using child = start(command, workshop, language);
  if (!/^(?:\w+=\S+ )*mcpdemo serve\b/.test(command)) return asInstalled(await child.ended);
  await child.said(READY);
  return asInstalled(child.text());
}

/** A server with an address, until it is disposed of. */
export async function serving(
  args: string,
  workshop: Workshop,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const child = start(`mcpdemo ${args}`, workshop, "en");
  await child.said(READY);
  const url = child.text().match(/http:\/\/localhost:\d+/)![0];
  return { url, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

/** The last line that `serve` says before it serves. */
const READY = /Ctrl-C[^\n]*\n/;

interface Started extends AsyncDisposable {
  said(pattern: RegExp): Promise<void>;
  text(): string;
  /** All of it, when it has ended. */
  readonly ended: Promise<string>;
}

function start(command: string, workshop: Workshop, language: Language): Started {
  const isPlain = /^mcpdemo [^|;>]*$/.test(command);
  const child = new Deno.Command("sh", {
    // One pipe for both streams keeps their order; a signal must reach the program and not the shell.
    args: ["-c", `exec 2>&1\n${isPlain ? "exec " : ""}${command}`],
    ...workshop.surroundings(language),
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let [text, isOver, wake] = ["", false, () => {}];
  const ended = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      wake();
    }
    await child.status;
    isOver = true;
    wake();
    return text;
  })();
  return {
    ended,
    text: () => text,
    async said(pattern) {
      while (!pattern.test(text)) {
        if (isOver) throw new Error(`"${command}" ended without saying ${pattern}:\n${text}`);
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    async [Symbol.asyncDispose]() {
      if (!isOver) child.kill("SIGTERM");
      await ended;
    },
  };
}
