/**
 * The record of the server's traffic: what is recorded, and where it is kept.
 *
 * @module
 */
import type { AcceptedKey } from "../auth/keys.ts";
import type { TraceSink } from "../trace/exchange.ts";
import { createClock, createDeferred, headersIn } from "../trace/record/deferred.ts";
import { createRecorder } from "../trace/record/recorder.ts";
import type { Redactor } from "../trace/record/redact.ts";
import type { Limits } from "./limits.ts";
import { createClientNames } from "./client_names.ts";
import type { Observer } from "./endpoint.ts";
import type { Head } from "../lib/head.ts";
import { pathOf } from "./path.ts";
import { recordRequests } from "./record_requests.ts";
import { createTrafficBuffer, type TrafficBuffer } from "./traffic/buffer.ts";
import { isOfWireView } from "./traffic/page.ts";

/** What is recorded, and who may see it. */
export interface RecordOptions {
  /** How many exchanges are kept for the wire view; 0 means no view. */
  readonly size: number;
  /** The keys that open the view; without any, only loopback clients may see it. */
  readonly viewKeys: readonly AcceptedKey[];
  /** Removes the secrets before anything is recorded. */
  readonly redactor: Redactor;
  /** Receives the events in addition to the view. */
  readonly sink?: TraceSink;
}

/** A running record. */
export interface ServerRecord {
  /** Begins to record a request; `undefined` if it is of the view, or a health check. */
  observe(request: Request): Observer | undefined;
  /** What the view shows; `undefined` if there is no view. */
  readonly traffic: TrafficBuffer | undefined;
}

/**
 * Starts a record.
 *
 * @param onProblem called with a sentence for each watcher of the view that is cut off
 */
export function startRecord(
  { size, redactor, sink }: RecordOptions,
  limits: Limits,
  onProblem: (problem: string) => void,
): ServerRecord {
  const traffic = size === 0 ? undefined : createTrafficBuffer(size, limits, {
    beforeLook: () => deferred.catchUp(),
    onCutOff(count) {
      onProblem(`A watcher of the wire view did not read and was cut off (${count} so far).`);
    },
  });
  const clock = createClock();
  const names = createClientNames();
  const deferred = createDeferred({
    recorder: createRecorder({
      sink(event, exchange) {
        traffic?.take(event, exchange);
        sink?.(event, exchange);
      },
      redactor,
      now: clock.now,
      timeOrigin: performance.timeOrigin,
      manyClients: true,
    }),
    clock,
    clientOf({ url, headers, body, principal }) {
      return names.nameOf({ url, headers: new Headers(headersIn(headers)) }, JSON.parse(body), principal);
    },
    isWatched: () => sink !== undefined || traffic?.isWatched === true,
    onGrowth: () => traffic?.makeRoom(deferred),
  });
  const observe = recordRequests(deferred, names);
  return {
    traffic,
    observe: (request) => isRecorded(request) ? observe(request) : undefined,
  };
}

/** The observer of a request that is not recorded. */
export function unobserved(head: Head): Observer {
  return { head, onPrincipal() {}, onBody() {}, onAnswer: (response) => response };
}

/** Neither requests of the view itself, nor the health checks that arrive every few seconds. */
function isRecorded(request: Request): boolean {
  return pathOf(request) !== "/healthz" && !isOfWireView(request);
}
