/**
 * A recorded run of `ask` that is the same every time: a real server, a controlled clock, a fixed
 * address.
 */
import type { Exchange, TraceEvent } from "../../trace/exchange.ts";
import { collect } from "../../trace/record/collect.ts";
import { replay } from "../../trace/timeline/replay.ts";
import { createTimeline, type TimelineOptions } from "../../trace/timeline/timeline.ts";
import { type AskOptions, runAsk } from "./run_ask.ts";
import { KEY, startServer, type TestServerOptions } from "./start_server.ts";

/** The address that the record shows; the server listens on a free port. */
const SHOWN = "http://localhost:8000";

/** 28 July 2026, 12:05:09. */
const TIME_ORIGIN = 1785240309_000;

export interface StoryOptions extends AskOptions {
  readonly server?: TestServerOptions;
  readonly question?: string;
}

export async function recordStory(
  era: string,
  { server: serverOptions, question = "what time is it", flags, ...options }: StoryOptions = {},
): Promise<readonly Exchange[]> {
  const server = startServer(serverOptions);
  const kept = collect();
  const ends = trackEnds();
  await runAsk(question, {
    flags: { servers: [SHOWN], authKey: [KEY], era: [era], ...flags },
    fetch: async (input, init) => {
      const url = String(input).replace(SHOWN, server.url.origin);
      const response = await fetch(url, init);
      const { status, statusText, body } = response;
      const headers = new Headers(response.headers);
      // The only header that contains the machine's time.
      headers.delete("date");
      return new Response(body, { status, statusText, headers });
    },
    now: () => 0,
    timeOrigin: TIME_ORIGIN,
    tracing: {
      sink(event, exchange) {
        kept.sink(event, exchange);
        ends.sink(event);
      },
      onDropped: () => fail("something was not recorded"),
    },
    ...options,
  });
  await server.stop(1_000);
  await ends.all();
  return kept.exchanges().map((exchange, _, all) => timed(exchange, all.length));
}

/** A stream that is left open ends with its server, a moment after the run. */
function trackEnds() {
  const open = new Set<number>();
  let wake = () => {};
  return {
    sink(event: TraceEvent) {
      if (event.kind === "request") open.add(event.exchange.id);
      else if (event.kind === "end" || event.kind === "failure") open.delete(event.id);
      if (open.size === 0) wake();
    },
    all: () => open.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => wake = resolve),
  };
}

const STEP_MS = 100;

/**
 * Every run takes the same time: a step begins every 100 ms; its answer begins after 5 ms and ends
 * after 20 ms.
 */
function timed(exchange: Exchange, count: number): Exchange {
  const start = (exchange.id - 1) * STEP_MS;
  const events = exchange.events.map((event, index) => {
    const asked = event.answers === undefined ? start : (event.answers - 1) * STEP_MS;
    return { ...event, ms: asked - start + 10 + index };
  });
  const isListening = exchange.method === "GET";
  const ms = isListening ? count * STEP_MS - start : 20 + exchange.events.length;
  const startedAt = new Date(TIME_ORIGIN + start).toISOString();
  return { ...exchange, startedAt, events, ms, ...(exchange.status === undefined ? {} : { headMs: 5 }) };
}

function fail(why: string): never {
  throw new Error(why);
}

/** The timeline of a record; `width` formats it for a terminal, with its colours as tags. */
export function timelineOf(
  exchanges: readonly Exchange[],
  options: Omit<TimelineOptions, "output"> & { readonly width?: number },
): string {
  const { width, ...others } = options;
  const lines: string[] = [];
  const sink = createTimeline({
    ...others,
    output: {
      note: (line) => lines.push(line),
      style: (kind, text) => others.detail === "wire" && width ? `<${kind}>${text}</>` : text,
      ...(width === undefined ? {} : { terminal: { width: () => width } }),
    },
  });
  replay(exchanges, sink);
  return lines.join("\n") + "\n";
}
