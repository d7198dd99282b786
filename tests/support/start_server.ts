/** A real server on a free loopback port, in this process. */
import { setTimeout } from "node:timers/promises";
import { parseKeys } from "../../auth/keys.ts";
import type { Tool } from "../../features/tools/tool.ts";
import { PROMPTS } from "../../features/prompts/mod.ts";
import { RESOURCES } from "../../features/resources/mod.ts";
import { TOOLS } from "../../features/tools/mod.ts";
import { type AppOptions, createApp } from "../../server/app.ts";
import type { LogEntry } from "../../server/request_log.ts";
import { listen } from "../../server/listen.ts";

export const KEY = "ma_cle_secrete";

export interface TestServer extends AsyncDisposable {
  readonly url: URL;
  /** What it has answered so far. */
  readonly log: readonly LogEntry[];
  /** What its app was made from. */
  readonly options: AppOptions;
  at(path: string): URL;
  stop(graceMs?: number): Promise<void>;
}

export interface TestServerOptions extends Partial<Omit<AppOptions, "keys" | "log">> {
  /** `[]` is open mode. */
  readonly keys?: readonly string[];
  readonly tools?: readonly Tool[];
  /** A free one where it is left out. */
  readonly port?: number;
}

export function startServer({ keys = [KEY], port = 0, ...options }: TestServerOptions = {}): TestServer {
  const parsed = parseKeys(keys);
  if (parsed.kind === "invalid") throw new Error(parsed.problem);
  const log: LogEntry[] = [];
  const made: AppOptions = {
    version: "0.0.0-test",
    tools: TOOLS,
    resources: RESOURCES,
    prompts: PROMPTS,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    stateKey: new Uint8Array(32),
    now: () => Temporal.Instant.from("2026-07-28T12:05:09Z"),
    timeZone: "Europe/Paris",
    allowOrigins: [],
    allowHosts: [],
    randomId: () => crypto.randomUUID(),
    ...options,
    keys: parsed.keys,
    log: (entry) => log.push(entry),
  };
  const app = createApp(made);
  const listener = listen(app, "127.0.0.1", port);
  const url = new URL(`http://127.0.0.1:${listener.port}`);
  return {
    url,
    log,
    options: made,
    at: (path) => new URL(path, url),
    stop: listener.stop,
    [Symbol.asyncDispose]: () => listener.stop(1_000),
  };
}

/** The headers of a client that has the key. */
export function withTestKey(headers: Record<string, string> = {}): Record<string, string> {
  return { Authorization: `Bearer ${KEY}`, ...headers };
}
