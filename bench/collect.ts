/**
 * Memory without garbage. V8 returns unused memory after 10 to 30 s without work; a child process
 * does so immediately on request, and reaches the same figure.
 */
import type { ServerChild } from "./child.ts";
import { residentMiB } from "./process_stats.ts";

const PATH = "/collect";

/** What `collectMiB` needs of a child's `deno`, right after `run`. */
export const COLLECT_FLAGS: readonly string[] = ["--v8-flags=--expose-gc"];

interface WithCollector {
  readonly gc?: (options: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;
}

/** In the child: the answer to a request to collect, `undefined` to any other. */
export function collectWhenAsked(request: Request): Response | undefined {
  if (new URL(request.url).pathname !== PATH) return undefined;
  const { gc } = globalThis as WithCollector;
  // An ordinary collection frees objects, yet keeps the pages they were on.
  gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  return new Response(null, { status: gc ? 204 : 501 });
}

/** Resident MiB of a child after garbage collection; `undefined` if the system does not report it. */
export async function collectMiB(
  { url, pid }: ServerChild,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { status } = await fetch(url + PATH, { signal });
  if (status !== 204) throw new Error(`${url} did not collect its garbage: HTTP ${status}.`);
  return await residentMiB(pid);
}
