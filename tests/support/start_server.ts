/** A real server on a free loopback port, in this process. */
import { setTimeout } from "node:timers/promises";
import { parseKeys } from "../../auth/keys.ts";
import type { Tool } from "../../features/tools/tool.ts";
import { PROMPTS } from "../../features/prompts/mod.ts";
import { RESOURCES } from "../../features/resources/mod.ts";
import { TOOLS } from "../../features/tools/mod.ts";
import { type AppOptions, createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import type { Exchange, TraceSink } from "../../trace/exchange.ts";
import { collect } from "../../trace/record/collect.ts";
import { createRedactor } from "../../trace/record/redact.ts";

export const KEY = "ma_cle_secrete";

/** An answered request. */
export interface LogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly era?: string;
  /** The JSON-RPC method, if the body named one. */
  readonly rpcMethod?: string;
}

export interface TestServer extends AsyncDisposable {
  readonly url: URL;
  /** The requests answered so far. */
  readonly log: readonly LogEntry[];
  /** The options that its app was created with. */
  readonly options: AppOptions;
  at(path: string): URL;
  endClient(keyId: string): void;
  stop(graceMs?: number): Promise<void>;
}

export interface TestServerOptions extends Partial<Omit<AppOptions, "keys">> {
  /** `[]` is open mode. */
  readonly keys?: readonly string[];
  readonly tools?: readonly Tool[];
  /** A free port by default. */
  readonly port?: number;
  /** `false` disables the log and the record. */
  readonly isRecorded?: boolean;
}

export function startServer(
  { keys = [KEY], port = 0, isRecorded = true, record = UNSEEN, ...options }: TestServerOptions = {},
): TestServer {
  const parsed = parseKeys(keys);
  if (parsed.kind === "invalid") throw new Error(parsed.problem);
  const recorded = collect();
  const made: AppOptions = {
    version: "0.0.0-test",
    tools: TOOLS,
    resources: RESOURCES,
    prompts: PROMPTS,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    stateKey: new Uint8Array(32),
    now: () => Date.parse("2026-07-28T12:05:09Z"),
    timeZone: "Europe/Paris",
    allowOrigins: [],
    allowHosts: [],
    randomId: () => crypto.randomUUID(),
    ...options,
    keys: parsed.keys,
    ...(isRecorded ? { record: { ...record, sink: both(recorded.sink, record.sink) } } : {}),
  };
  const app = createApp(made);
  const listener = listen(app, "127.0.0.1", port);
  const url = new URL(`http://127.0.0.1:${listener.port}`);
  return {
    url,
    get log() {
      return recorded.exchanges().flatMap(entriesOf);
    },
    options: made,
    at: (path) => new URL(path, url),
    endClient: app.endClient,
    stop: listener.stop,
    [Symbol.asyncDispose]: () => listener.stop(1_000),
  };
}

/** A record without a wire view. */
const UNSEEN = { size: 0, viewKeys: [], redactor: createRedactor([]) };

function both(first: TraceSink, second: TraceSink = () => {}): TraceSink {
  return (event, exchange) => {
    first(event, exchange);
    second(event, exchange);
  };
}

/** Its entry, once the request has been answered. */
function entriesOf({ method, url, status, era, rpc }: Exchange): LogEntry[] {
  if (status === undefined) return [];
  const path = new URL(url).pathname;
  return [{ method, path, status, ...(era ? { era } : {}), ...(rpc ? { rpcMethod: rpc.method } : {}) }];
}

/** The headers of a client that has the key. */
export function withTestKey(headers: Record<string, string> = {}): Record<string, string> {
  return { Authorization: `Bearer ${KEY}`, ...headers };
}
