/** A real Redis on a free loopback port: Debian's `redis-server`. */
import { setTimeout } from "node:timers/promises";
import { freePorts } from "./balancer.ts";

export interface TestRedis extends AsyncDisposable {
  readonly url: URL;
  readonly port: number;
  /** Ends it at once; its data is lost. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  signal(signal: Deno.Signal): void;
}

/** Why Redis cannot be used here, if it cannot. */
async function whyNoRedis(): Promise<string | undefined> {
  try {
    await new Deno.Command("redis-server", { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return undefined;
  } catch {
    return "redis-server is not installed (apt-get install redis-server)";
  }
}

const missing = await whyNoRedis();

/**
 * A test with a Redis of its own.
 *
 * @param alsoMissing why the test cannot run for another reason
 */
export function testOnRedis(
  name: string,
  story: (redis: TestRedis) => Promise<void>,
  alsoMissing?: string,
): void {
  const reason = missing ?? alsoMissing;
  if (reason !== undefined) console.warn(`Skipped: ${name}: ${reason}.`);
  Deno.test({
    name,
    ignore: reason !== undefined,
    async fn() {
      await using redis = await startRedis();
      await story(redis);
    },
  });
}

/** What a connection to Redis tells, for tests that need not know. */
export const UNHEARD = { onAway() {}, onReturn() {}, onRefusal() {} };

/** @param args more of its options, for instance `--requirepass` */
export async function startRedis(...args: readonly string[]): Promise<TestRedis> {
  const [port] = freePorts(1) as [number];
  let process: Deno.ChildProcess | undefined;
  const start = async () => {
    process = new Deno.Command("redis-server", {
      args: ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp", ...args],
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!await answers(port)) await setTimeout(10);
  };
  const stop = async () => {
    try {
      process?.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await process?.status;
  };
  await start();
  return {
    url: new URL(`redis://127.0.0.1:${port}`),
    port,
    start,
    stop,
    signal: (signal) => process!.kill(signal),
    [Symbol.asyncDispose]: stop,
  };
}

async function answers(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
