/** What Linux tells about a process and its children (`man 5 proc`); nothing on other systems. */
import { processorSeconds } from "../process_stats.ts";

/** The process and everything that it started. */
async function treeOf(pid: number): Promise<number[]> {
  const children = await read(pid, `task/${pid}/children`);
  const below = await Promise.all((children ?? "").trim().split(" ").filter(Boolean).map(Number).map(treeOf));
  return [pid, ...below.flat()];
}

/** Processor seconds of the tree. */
export async function treeSeconds(pid: number): Promise<number | undefined> {
  return await sumOf(pid, (each) => processorSeconds(each).catch(() => undefined));
}

/** Memory of the tree in MiB: resident now, and the highest that each process ever was. */
export async function treeMemory(pid: number): Promise<{ resident?: number; peak?: number }> {
  const field = (name: string) =>
    sumOf(pid, async (each) => {
      const kib = (await read(each, "status"))?.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m"))?.[1];
      return kib === undefined ? undefined : Number(kib) / 1024;
    });
  const [resident, peak] = await Promise.all([field("VmRSS"), field("VmHWM")]);
  return { ...(resident === undefined ? {} : { resident }), ...(peak === undefined ? {} : { peak }) };
}

async function sumOf(pid: number, measure: (pid: number) => Promise<number | undefined>) {
  const values = (await Promise.all((await treeOf(pid)).map(measure))).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

async function read(pid: number, file: string): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  return await Deno.readTextFile(`/proc/${pid}/${file}`).catch(() => undefined);
}
