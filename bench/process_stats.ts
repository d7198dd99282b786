/** What Linux tells about a running process (`man 5 proc`); `undefined` on other systems. */

/** Of a clock tick: 100 a second on every Linux that Deno runs on. */
const TICKS_PER_SECOND = 100;

/** Resident memory in MiB. */
export async function residentMiB(pid: number): Promise<number | undefined> {
  const status = await readProc(pid, "status");
  const kib = status?.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/** Processor seconds, of all threads, user and system. */
export async function processorSeconds(pid: number): Promise<number | undefined> {
  const stat = await readProc(pid, "stat");
  if (stat === undefined) return undefined;
  // The second field, the name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** How many files and sockets it may have open (`ulimit -n`, which Deno raises as far as it may). */
export async function openFilesLimit(pid: number): Promise<number | undefined> {
  const limits = await readProc(pid, "limits");
  const soft = limits?.match(/^Max open files\s+(\d+|unlimited)/m)?.[1];
  if (soft === undefined) return undefined;
  return soft === "unlimited" ? Infinity : Number(soft);
}

async function readProc(pid: number, file: string): Promise<string | undefined> {
  return Deno.build.os === "linux" ? await Deno.readTextFile(`/proc/${pid}/${file}`) : undefined;
}
