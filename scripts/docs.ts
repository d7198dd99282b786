/**
 * Runs what the documents quote. Every fence of kind `console` begins with `$ ` and a command line; what
 * stands below is what that command says, on stdout and stderr, as a terminal shows it.
 *
 * `deno task docs` writes it anew, `deno task docs --check` compares it, save for what differs from run to
 * run: ports, times, durations. A comment before a fence, `<!-- serve --auth-key KEY -->`, is a server that
 * runs meanwhile.
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Quote {
  /** As typed, without `$ `. */
  readonly command: string;
  /** The server that runs meanwhile: its arguments. */
  readonly server: string | undefined;
  readonly output: string;
  /** Where the output stands in the text. */
  readonly start: number;
  readonly end: number;
}

const FENCE = /(?:^<!-- (serve[^\n]*) -->\n+)?^```console\n\$ ([^\n]+)\n(.*?)^```$/gms;

/** The commands that a document quotes. Pure. */
export function quotesIn(text: string): Quote[] {
  return [...text.matchAll(FENCE)].map((match) => {
    const [whole, server, command = "", output = ""] = match;
    const end = match.index + whole.length - "```".length;
    return { command, server, output, start: end - output.length, end };
  });
}

/** What differs from run to run, made the same. Pure. */
export function steady(output: string): string {
  return VARIABLE.reduce((text, [shape, word]) => text.replace(shape, word), output);
}

const VARIABLE: readonly [RegExp, string][] = [
  [/(?<=127\.0\.0\.1:|localhost:)(?!8000)\d{4,5}/g, "PORT"],
  [/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?/g, "MOMENT"],
  [/\b\w+day, \d{1,2} \w+ \d{4}\b/g, "DAY"],
  [/\b(lun|mar|mercre|jeu|vendre|same)di \d{1,2} \S+ \d{4}|\bdimanche \d{1,2} \S+ \d{4}/g, "DAY"],
  [/\b\d\d:\d\d(:\d\d)?\b/g, "TIME"],
  [/\b\d+(\.\d+)? m?s\b/g, "DURATION"],
  [/("(?:ms|unix_seconds)": )\d+/g, "$1NUMBER"],
];

/** A folder in which `mcpdemo` is a command, with a home of its own and nothing set up. */
export async function createWorkshop(): Promise<Workshop & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-docs-" });
  const run =
    `exec ${Deno.execPath()} run --quiet --no-prompt --allow-net --allow-env --allow-read --allow-write`;
  const script = `#!/bin/sh\n${run} --config ${ROOT}deno.json ${ROOT}main.ts "$@"\n`;
  await Deno.mkdir(`${folder}/bin`);
  await Deno.writeTextFile(`${folder}/bin/mcpdemo`, script, { mode: 0o755 });
  await Deno.mkdir(`${folder}/home`);
  return { folder, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

interface Workshop {
  readonly folder: string;
}

/** What the command of a quote says. A server ends once it has said how. */
export async function outputOf(
  { command, server }: Quote,
  workshop: Workshop,
  lang: string,
): Promise<string> {
  await using running = server === undefined ? undefined : start(`mcpdemo ${server}`, workshop, lang);
  await running?.said(READY);
  await using child = start(command, workshop, lang);
  if (!/\bmcpdemo serve\b/.test(command)) return await child.ended;
  await child.said(READY);
  return child.text();
}

/** The last line that `serve` says before it serves. */
const READY = /Ctrl-C[^\n]*\n/;

interface Started extends AsyncDisposable {
  said(pattern: RegExp): Promise<void>;
  text(): string;
  /** All of it, when it has ended. */
  readonly ended: Promise<string>;
}

function start(command: string, { folder }: Workshop, lang: string): Started {
  const child = new Deno.Command("sh", {
    // One pipe for both streams keeps their order.
    args: ["-c", `exec 2>&1; ${/^\w+=| [|<>] /.test(command) ? command : `exec ${command}`}`],
    cwd: folder,
    clearEnv: true,
    env: {
      DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
      PATH: `${folder}/bin:/usr/bin:/bin`,
      HOME: `${folder}/home`,
      LANG: lang,
      TZ: "UTC",
    },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  let wake = () => {};
  const ended = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      wake();
    }
    await child.status;
    wake();
    return text;
  })();
  let isOver = false;
  ended.then(() => isOver = true);
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
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended.
      }
      await ended;
    },
  };
}

/** Every document that a person reads. */
export async function documents(): Promise<string[]> {
  const found = ["README.md"];
  for (const folder of ["docs"]) {
    for await (const { name } of Deno.readDir(`${ROOT}${folder}`)) {
      if (name.endsWith(".md")) found.push(`${folder}/${name}`);
    }
  }
  return found;
}

async function main(isCheck: boolean): Promise<void> {
  await using workshop = await createWorkshop();
  let count = 0;
  const wrong: string[] = [];
  for (const path of await documents()) {
    const text = await Deno.readTextFile(ROOT + path);
    let written = text;
    const lang = /fr/.test(path) ? "fr_FR.UTF-8" : "en_GB.UTF-8";
    // From the end, so that the places before stay where they are.
    for (const quote of quotesIn(text).reverse()) {
      count++;
      const output = await outputOf(quote, workshop, lang);
      if (steady(output) === steady(quote.output)) continue;
      wrong.push(`${path}: ${quote.command}\n--- said\n${output}--- quoted\n${quote.output}`);
      written = written.slice(0, quote.start) + output + written.slice(quote.end);
    }
    if (!isCheck && written !== text) await Deno.writeTextFile(ROOT + path, written);
  }
  console.error(`${count} quoted outputs, ${wrong.length} ${isCheck ? "wrong" : "written anew"}.`);
  if (!isCheck) return;
  for (const each of wrong) console.error(each);
  if (wrong.length > 0) Deno.exitCode = 1;
}

if (import.meta.main) await main(Deno.args.includes("--check"));
