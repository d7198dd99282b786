/**
 * `--log-format`: a line for each request, with an id that the answer has as well.
 *
 * @module
 */
import { oneLine } from "../cli/printable.ts";
import type { LogFormat } from "../cli/settings.ts";
import { eraOf } from "./era_of.ts";
import type { Observer } from "./endpoint.ts";
import { pathOf } from "./path.ts";

/** What logging needs. */
export interface RequestLogOptions {
  readonly format: LogFormat;
  /** Takes a line; it must neither wait nor throw. */
  readonly write: (line: string) => void;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Makes the id of a request. */
  readonly randomId: () => string;
}

/** A request that has been answered. */
interface Entry {
  readonly time: string;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Until the answer, or the beginning of its stream. */
  readonly ms: number;
  readonly era: string;
  /** Of the key, if one was accepted. */
  readonly key?: string;
  /** Of the caller's trace (W3C Trace Context, `traceparent`). */
  readonly trace?: string;
}

/** Makes what turns an observer into one that also logs its request. */
export function createRequestLog({ format, write, now, randomId }: RequestLogOptions) {
  const text = format === "json" ? asJson : asText;
  return (observer: Observer): Observer => {
    const since = performance.now();
    const { head } = observer;
    const id = randomId();
    let key: string | undefined;
    return {
      ...observer,
      onPrincipal(principal) {
        key = principal.keyId;
        observer.onPrincipal(principal);
      },
      onAnswer(response, quick) {
        const [, trace] =
          /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(head.headers.get("traceparent") ?? "") ??
            [];
        response.headers.set("X-Request-Id", id);
        write(text({
          time: new Date(now()).toISOString(),
          id,
          method: head.method,
          // Without its query, which may hold what is secret.
          path: oneLine(pathOf(head)),
          status: response.status,
          ms: Math.round((performance.now() - since) * 100) / 100,
          era: eraOf(head),
          ...(key === undefined ? {} : { key }),
          ...(trace === undefined ? {} : { trace }),
        }));
        return observer.onAnswer(response, quick);
      },
    };
  };
}

function asJson(entry: Entry): string {
  return JSON.stringify({ level: entry.status >= 500 ? "error" : "info", event: "request", ...entry });
}

function asText({ time, id, method, path, status, ms, era, key = "-" }: Entry): string {
  return `${time} ${id} ${method} ${path} ${status} ${ms} ms ${era} ${key}`;
}
