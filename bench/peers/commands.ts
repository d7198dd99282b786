/** Our `tools` and `call` beside the commands that a user could type instead, on the same server. */
import { join } from "node:path";
import project from "../../deno.json" with { type: "json" };
import { RUN_MAIN } from "../child.ts";
import { start } from "./launch.ts";
import type { Contestant } from "./peer.ts";
import { NODE } from "./peers.ts";
import type { CommandRow } from "./results.ts";
import { attempt } from "./throughput.ts";
import { missingPrograms, type Workshop } from "./workshop.ts";

/** Runs of each command, in turns. */
export const RUNS = 7;

const TASKS = ["tools", "call"] as const;
const RUN_MS = 30_000;
const VERSIONS = {
  "@modelcontextprotocol/inspector": "2.12.0",
  "mcporter": "0.12.3",
  "@apify/mcpc": "0.2.6",
  "node": NODE,
} as const;
const MCP = "2.3.0";

interface Command {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly string[];
  /** How it is named if its second line alone is a row too: what it takes once a session is open. */
  readonly alone?: string;
  /** Installs it, and returns its argument lists, one after the other, for a server at `url`. */
  install(
    workshop: Workshop,
  ): Promise<(task: CommandRow["task"], url: string) => readonly (readonly string[])[]>;
}

const fromNpm = async (workshop: Workshop, name: keyof typeof VERSIONS, file: string) => {
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const folder = join(await workshop.npm("commands", packages), "node_modules");
  return [join(folder, "node/bin/node"), join(folder, name, file)];
};

const SESSION = "@bench";
const MCPC_TASK = {
  tools: ["tools-list"],
  call: ["tools-call", "get_current_time", "timezone:=Asia/Tokyo"],
};

const COMMANDS: readonly Command[] = [
  {
    name: "mcpdemo",
    version: project.version,
    needs: [],
    install: () =>
      Promise.resolve((task, url) => {
        const rest = task === "tools" ? [] : ["get_current_time", "timezone=Asia/Tokyo"];
        return [[Deno.execPath(), ...RUN_MAIN, task, "--server", url, ...rest]];
      }),
  },
  {
    name: "Inspector --cli",
    version: VERSIONS["@modelcontextprotocol/inspector"],
    needs: ["npm"],
    async install(workshop) {
      const start = await fromNpm(
        workshop,
        "@modelcontextprotocol/inspector",
        "clients/launcher/build/index.js",
      );
      const call = ["tools/call", "--tool-name", "get_current_time", "--tool-arg", "timezone=Asia/Tokyo"];
      return (task, url) => [
        [
          ...start,
          "--cli",
          url,
          "--transport",
          "http",
          "--method",
          ...(task === "tools" ? ["tools/list"] : call),
        ],
      ];
    },
  },
  {
    name: "mcporter",
    version: VERSIONS.mcporter,
    needs: ["npm"],
    async install(workshop) {
      const start = await fromNpm(workshop, "mcporter", "dist/cli.js");
      return (task, url) => [
        task === "tools"
          ? [...start, "list", url, "--allow-http"]
          : [...start, "call", `${url}.get_current_time`, "--allow-http", "timezone=Asia/Tokyo"],
      ];
    },
  },
  {
    name: "mcpc connect, …, close",
    alone: "mcpc @session …",
    version: VERSIONS["@apify/mcpc"],
    needs: ["npm"],
    async install(workshop) {
      const start = await fromNpm(workshop, "@apify/mcpc", "bin/mcpc");
      return (task, url) => [
        [...start, "connect", url, SESSION],
        [...start, SESSION, ...MCPC_TASK[task]],
        [...start, "close", SESSION],
      ];
    },
  },
  {
    name: "Python SDK 2, script",
    version: MCP,
    needs: ["python3"],
    async install(workshop) {
      const cwd = await workshop.python("python_client", [`mcp==${MCP}`], ["python_client.py"]);
      return (task, url) => [[join(cwd, "venv/bin/python"), join(cwd, "python_client.py"), url, task]];
    },
  },
];

/** Measures every command in turns. One that fails keeps its row, with the reason. */
export async function measureCommands(
  server: Contestant,
  workshop: Workshop,
  note: (text: string) => void,
): Promise<CommandRow[]> {
  const { signal } = workshop;
  await using running = await start(server, signal);
  const home = await Deno.makeTempDir({ prefix: "mcpdemo-bench-home-" });
  await using owned = new AsyncDisposableStack();
  owned.defer(() => Deno.remove(home, { recursive: true }));
  const hasTime = (await missingPrograms(["/usr/bin/time"])).length === 0;
  if (!hasTime) note("/usr/bin/time is missing: the memory of commands is left out");
  const entries: { row: CommandRow; alone?: CommandRow; lines: readonly (readonly string[])[] }[] = [];
  for (const { name, version, needs, install, alone } of COMMANDS) {
    const rowOf = (name: string, task: CommandRow["task"]): CommandRow => ({
      name,
      version,
      task,
      ms: [],
      mib: [],
    });
    const missing = await missingPrograms(needs);
    const tried: { problem?: string } = {};
    await attempt(tried, async () => {
      if (missing.length > 0) throw new Error(`This machine has no ${missing.join(", ")}.`);
      note(`${name}: installing`);
      const linesOf = await install(workshop);
      for (const task of TASKS) {
        const second = alone === undefined ? {} : { alone: rowOf(alone, task) };
        entries.push({ row: rowOf(name, task), ...second, lines: linesOf(task, `${running.url}/mcp`) });
      }
    }, signal);
    if (tried.problem !== undefined) note(`${name} is left out: ${tried.problem}`);
  }
  // The first run fills caches and does not count.
  for (let run = 0; run <= RUNS; run++) {
    note(`commands: run ${run} of ${RUNS}`);
    for (const { row, alone, lines } of run % 2 === 0 ? entries : entries.toReversed()) {
      if (row.problem !== undefined) continue;
      await attempt(row, async () => {
        const figures: { ms: number; mib: number | undefined }[] = [];
        for (const line of lines) figures.push(await timed(line, { home, hasTime, signal }));
        if (run === 0) return;
        add(row, figures);
        if (alone) add(alone, figures.slice(1, 2));
      }, signal);
    }
  }
  return entries.flatMap(({ row, alone }) => alone ? [row, alone] : [row]);
}

/** Adds a run to a row: the sum of the times, and the memory of the largest process. */
function add(row: CommandRow, figures: readonly { ms: number; mib: number | undefined }[]): void {
  row.ms.push(figures.reduce((sum, { ms }) => sum + ms, 0));
  const mib = figures.flatMap(({ mib }) => mib === undefined ? [] : [mib]);
  if (mib.length > 0) row.mib.push(Math.max(...mib));
}

interface TimedOptions {
  readonly home: string;
  readonly hasTime: boolean;
  readonly signal: AbortSignal;
}

/** Runs a command line; throws what it said if it fails. */
async function timed(line: readonly string[], { home, hasTime, signal }: TimedOptions) {
  const file = join(home, "time");
  const [command, ...args] = hasTime ? ["/usr/bin/time", "-f", "%M", "-o", file, ...line] : line;
  const started = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(command!, {
    args,
    cwd: home,
    env: { HOME: home, NO_COLOR: "1", DENO_DIR: Deno.env.get("DENO_DIR") ?? denoDir() },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.any([signal, AbortSignal.timeout(RUN_MS)]),
  }).output();
  const ms = performance.now() - started;
  const [said, complaint] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`${line.slice(-4).join(" ")} failed: ${complaint || said}`);
  const mib = hasTime ? Number((await Deno.readTextFile(file)).trim()) / 1024 : undefined;
  return { ms, mib };
}

/** Where Deno keeps its packages: it would look in the changed `HOME`. */
function denoDir(): string {
  return join(Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "", ".cache"), "deno");
}
