/** Where our server spends its time under load, by V8's sampling profiler. */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "./launch.ts";
import type { Contestant } from "./peer.ts";
import type { Profile } from "./results.ts";
import { attempt, load, sessionsFor } from "./throughput.ts";

/** How long each era is profiled. */
export const PROFILE_SECONDS = 3;

const ROOT = join(import.meta.dirname!, "../..");

/** What `--cpu-prof` writes, as far as it is read here. Times are in microseconds. */
export interface CpuProfile {
  /** The functions, one for each way to them. */
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** The node that ran at each sample. */
  readonly samples: readonly number[];
  /** The time before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Profiles a server that `deno run` starts, in the era of the contestant. */
export async function measureProfile(
  contestant: Contestant,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Profile> {
  note(`profile of ${contestant.id}`);
  const profile: Profile = { era: contestant.era, parts: [] };
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-bench-profile-" });
  await attempt(profile, async () => {
    const launch = (port: number) => {
      const { args: [run, ...rest], ...more } = contestant.launch(port);
      return { ...more, args: [run!, "--cpu-prof", `--cpu-prof-dir=${folder}`, ...rest] };
    };
    await using running = await start({ ...contestant, launch }, signal);
    const sessions = await sessionsFor(contestant, running.url, signal);
    await load({ contestant, running, sessions }, PROFILE_SECONDS, signal);
    // The profile is written when the program ends by itself.
    await running.interrupt();
    for await (const { name } of Deno.readDir(folder)) {
      profile.parts = partsOf(JSON.parse(await Deno.readTextFile(join(folder, name))), PROFILE_SECONDS);
    }
    if (profile.parts.length === 0) throw new Error("It wrote no profile.");
  }, signal);
  await Deno.remove(folder, { recursive: true });
  return profile;
}

/** The share of each part in the last seconds of a profile, without idle time; the largest first. */
export function partsOf({ nodes, samples, timeDeltas }: CpuProfile, seconds: number): Profile["parts"] {
  const partOfNode = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const micros = new Map<string, number>();
  let sum = 0;
  let left = seconds * 1e6;
  for (let index = samples.length - 1; index >= 0 && left > 0; index--) {
    const delta = timeDeltas[index]!;
    left -= delta;
    const part = partOfNode.get(samples[index]!);
    if (part === undefined) continue;
    sum += delta;
    micros.set(part, (micros.get(part) ?? 0) + delta);
  }
  return [...micros].map(([part, spent]) => ({ part, share: spent / sum })).sort((a, b) => b.share - a.share);
}

/** The part of the program that a function belongs to; none while idle. */
function partOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string | undefined {
  if (functionName === "(idle)") return undefined;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (/^(ext|node|checkin):/.test(url)) return "Deno";
  const [, npm] = url.match(/\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
  if (npm !== undefined) return npm;
  if (!url.startsWith("file:")) return "native code";
  const [top = "", room = ""] = relative(ROOT, fileURLToPath(url)).split("/");
  return room.endsWith(".ts") ? `${top}/` : `${top}/${room}/`;
}
