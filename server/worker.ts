/**
 * One of the threads of `serve --workers`: the same app, on a port that all of them share.
 *
 * @module
 */
import type { AcceptedKey } from "../auth/keys.ts";
import { keepOnly } from "../cli/permissions.ts";
import { type App, createApp } from "./app.ts";
import { FEATURES } from "./features.ts";
import { listen, type Listener } from "./listen.ts";
import type { Tls } from "./tls.ts";
import type { Limits } from "./limits.ts";
import { createSharedCounter } from "./shared_counter.ts";

/** What a thread serves. */
export interface WorkerOptions {
  readonly version: string;
  readonly hostname: string;
  readonly port: number;
  readonly tls: Tls | undefined;
  readonly keys: readonly AcceptedKey[];
  readonly allowOrigins: readonly string[];
  readonly allowHosts: readonly string[];
  readonly stateKey: Uint8Array;
  readonly limits: Limits;
  readonly timeZone: string;
  /** Of the counter of calls in flight, which all threads share. */
  readonly callMemory: SharedArrayBuffer;
  /** What it counts. */
  readonly callKeys: readonly string[];
}

/** What the main thread sends. */
export type ToWorker =
  | { readonly kind: "serve"; readonly options: WorkerOptions }
  | { readonly kind: "renew"; readonly tls: Tls }
  | { readonly kind: "stop" };

/** What a thread sends. */
export type FromWorker =
  | { readonly kind: "listening" }
  | { readonly kind: "listening_again"; readonly reason: string }
  | { readonly kind: "stopped" };

/** This thread, as the standard of web workers has it; the types of the main thread do not know it. */
const thread = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};

function serve({ hostname, port, tls, callMemory, callKeys, ...options }: WorkerOptions): Listener {
  const app: App = createApp({
    ...options,
    ...FEATURES,
    sessionEras: false,
    callCounter: createSharedCounter(callMemory, callKeys),
  });
  return listen(app, hostname, port, {
    reusePort: true,
    tls,
    onFailure: (reason) => thread.postMessage({ kind: "listening_again", reason }),
  });
}

let listener: Listener | undefined;
thread.onmessage = async ({ data }) => {
  if (data.kind === "stop") {
    await listener?.stop();
    thread.postMessage({ kind: "stopped" });
    return;
  }
  if (data.kind === "renew") return void await listener?.renew(data.tls);
  // Its modules have been loaded.
  keepOnly([]);
  listener = serve(data.options);
  thread.postMessage({ kind: "listening" });
};
