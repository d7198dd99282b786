/** The machine and the programs of a run. */
import { NODE } from "./peers.ts";
import type { Results } from "./results.ts";

const VERSION_OF: readonly (readonly [string, readonly string[]])[] = [
  ["rustc", ["--version"]],
  ["go", ["version"]],
  ["python3", ["--version"]],
  ["wrk", ["--version"]],
];

/** What the page says about the machine. */
export async function describeMachine(): Promise<Results["machine"]> {
  const cpuinfo = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  return {
    cpu: cpuinfo.match(/^model name\s*: (.*)$/m)?.[1] ?? Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    memoryGib: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    kernel: `${Deno.build.os} ${Deno.osRelease()}`,
    load: Deno.loadavg()[0]!,
  };
}

/** The programs' versions. Those that this machine does not have are absent. */
export async function describePrograms(): Promise<Record<string, string>> {
  const versions: Record<string, string> = { Deno: Deno.version.deno, Node: NODE };
  for (const [program, args] of VERSION_OF) {
    try {
      const { stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
      const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      const version = said.match(/\d+(?:\.\d+)+/)?.[0];
      if (version !== undefined) versions[program] = version;
    } catch {
      // It is named among what is left out.
    }
  }
  return versions;
}
