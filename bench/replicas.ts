/**
 * `serve --redis` behind HAProxy, which gives each request to the next replica: what a call costs.
 *
 * usage: deno task bench:replicas
 */
import { startRedis } from "../tests/support/redis.ts";
import { freePorts, startBalancer } from "../tests/support/balancer.ts";
import { ERAS, OPEN_CALLER } from "./callers.ts";
import { RUN_SERVE, type ServerChild, startServer } from "./child.ts";
import { processorSeconds, residentMiB } from "./process_stats.ts";

const CLIENTS = 8;
const CALLS = 4_000;
const WARM_UP = 400;
const SESSIONS = 500;

const surroundings = { folder: await Deno.makeTempDir(), signal: AbortSignal.timeout(600_000) };

/** Processor seconds of these processes so far. */
async function spent(replicas: readonly ServerChild[]): Promise<number> {
  const each = await Promise.all(replicas.map(({ pid }) => processorSeconds(pid)));
  return each.reduce<number>((sum, seconds) => sum + seconds!, 0);
}

async function commands(port: number): Promise<number> {
  const { stdout } = await new Deno.Command("redis-cli", { args: ["-p", String(port), "INFO", "stats"] })
    .output();
  return Number(/total_commands_processed:(\d+)/.exec(new TextDecoder().decode(stdout))![1]);
}

async function measure(count: number, withRedis: boolean): Promise<void> {
  await using redis = await startRedis();
  const ports = freePorts(count);
  await using stack = new AsyncDisposableStack();
  const replicas: ServerChild[] = [];
  for (const port of ports) {
    const args = [...RUN_SERVE, "--no-auth", "--port", String(port), "--wire-size", "0"];
    args.push("--limit", "sessions-per-key=10000");
    if (withRedis) args.push("--redis", redis.url.href);
    replicas.push(stack.use(await startServer(args, surroundings)));
  }
  const { url } = stack.use(await startBalancer(ports));
  for (const era of ERAS) {
    if (!withRedis && count > 1 && era !== "2026-07-28") continue;
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => OPEN_CALLER[era](url, surroundings.signal)),
    );
    const callAll = (calls: number) =>
      Promise.all(clients.map(async (client) => {
        for (let id = 1; id <= calls / CLIENTS; id++) await client.call(id);
      }));
    await callAll(WARM_UP);
    const [processor, sent, started] = [await spent(replicas), await commands(redis.port), performance.now()];
    await callAll(CALLS);
    const ms = performance.now() - started;
    const us = (await spent(replicas) - processor) / CALLS * 1e6;
    const perCall = (await commands(redis.port) - sent) / CALLS;
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    console.log(
      `| ${withRedis ? count : `${count}, without Redis`} | ${era} | ${(CALLS / ms * 1000).toFixed()} | ` +
        `${us.toFixed()} | ${perCall.toFixed(1)} |`,
    );
  }
  if (!withRedis) return;
  const before = await Promise.all(replicas.map(({ pid }) => residentMiB(pid)));
  const sessions = [];
  for (let each = 0; each < SESSIONS; each++) {
    const session = await OPEN_CALLER["2025-11-25"](url, surroundings.signal);
    for (let id = 1; id <= count; id++) await session.call(id);
    sessions.push(session);
  }
  const after = await Promise.all(replicas.map(({ pid }) => residentMiB(pid)));
  const grown = after.reduce<number>((sum, mib, index) => sum + mib! - before[index]!, 0) / count;
  const { stdout } = await new Deno.Command("redis-cli", {
    args: ["-p", String(redis.port), "INFO", "memory"],
  })
    .output();
  const used = Number(/used_memory:(\d+)/.exec(new TextDecoder().decode(stdout))![1]) / 1024 / SESSIONS;
  console.log(
    `  ${SESSIONS} sessions on ${count}: ${
      (grown * 1024 / SESSIONS).toFixed()
    } KiB a session on each replica, ` +
      `${used.toFixed(1)} KiB in Redis (with Redis' own ≈ 1 MiB)`,
  );
}

try {
  console.log("| Replicas | MCP | Calls a second | Processor µs a call | Redis commands a call |");
  console.log("| --- | --- | --- | --- | --- |");
  await measure(1, false);
  for (const count of [1, 2, 3]) await measure(count, true);
} finally {
  await Deno.remove(surroundings.folder, { recursive: true });
}
