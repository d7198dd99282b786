/**
 * `GET /metrics`: numbers of the running server in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 *
 * No label has a value that a client chooses: a name that is not a tool's is counted as `other`.
 *
 * @module
 */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Audit, CallRecord } from "./audit.ts";
import type { Observer, Peer } from "./endpoint.ts";
import { isEventStream } from "../lib/media_type.ts";
import { eraOf } from "./era_of.ts";

/** The numbers. */
export interface Metrics {
  /** The same observer, whose request is counted too. */
  watch(observer: Observer, peer: Peer): Observer;
  /** Receives the calls and the refused keys. */
  readonly audit: Audit;
  /** All numbers, with those of this moment. */
  text(open: { readonly sessions: number; readonly calls: number }): Promise<string>;
  /** The media type of the text. */
  readonly contentType: string;
  /** Stops the clock that measures the delay of the event loop. */
  close(): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Milliseconds between two looks at the event loop. */
const LOOP_MS = 500;

/** @param tools the names that may be labels */
export function createMetrics(tools: readonly string[], version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Histogram<L>({ name, help, labelNames, buckets: SECONDS, registers });
  const requests = counter(
    "mcpdemo_http_requests_total",
    "HTTP requests answered, by era and status.",
    "era",
    "status",
  );
  const durations = histogram(
    "mcpdemo_http_request_seconds",
    "Time from the arrival of a request to its answer, or to the beginning of its stream.",
    "era",
  );
  const calls = counter(
    "mcpdemo_tool_calls_total",
    "Tool calls that are over, by tool and status.",
    "tool",
    "status",
  );
  const callDurations = histogram("mcpdemo_tool_call_seconds", "Time of a tool call, by tool.", "tool");
  const refused = counter(
    "mcpdemo_refused_keys_total",
    "Requests without an accepted key, by HTTP status.",
    "status",
  );
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name, help, labelNames, registers });
  const streams = gauge("mcpdemo_open_streams", "Event streams that are open.");
  const sessions = gauge("mcpdemo_open_sessions", "Sessions of 2024 and 2025 that are open.");
  const running = gauge("mcpdemo_running_calls", "Tool calls in flight.");
  const memory = gauge("mcpdemo_resident_memory_bytes", "Resident memory of the process.");
  const loop = gauge(
    "mcpdemo_event_loop_delay_seconds",
    "How late a timer was, at most, since the last scrape.",
  );
  gauge("mcpdemo_info", "The version of the server.", "version").set({ version }, 1);

  let expected = performance.now() + LOOP_MS;
  let worst = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - expected);
    expected = now + LOOP_MS;
  }, LOOP_MS);
  const labelOf = (tool: string) => tools.includes(tool) ? tool : "other";

  return {
    watch(observer, peer) {
      const since = performance.now();
      const era = eraOf(observer.head);
      return {
        ...observer,
        onAnswer(response, quick) {
          requests.inc({ era, status: String(response.status) });
          durations.observe({ era }, (performance.now() - since) / 1000);
          if (isEventStream(response.headers) && peer.completed) {
            streams.inc();
            peer.completed.catch(() => {}).finally(() => streams.dec());
          }
          return observer.onAnswer(response, quick);
        },
      };
    },
    audit: {
      call({ tool, status, ms }: CallRecord) {
        const label = labelOf(tool);
        calls.inc({ tool: label, status });
        callDurations.observe({ tool: label }, ms / 1000);
      },
      refused: (status) => refused.inc({ status: String(status) }),
    },
    async text(open) {
      sessions.set(open.sessions);
      running.set(open.calls);
      memory.set(Deno.memoryUsage().rss);
      loop.set(Math.max(0, worst) / 1000);
      worst = 0;
      return await registry.metrics();
    },
    contentType: registry.contentType,
    close: () => clearInterval(timer),
  };
}
