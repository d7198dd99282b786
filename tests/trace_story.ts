/** A recorded run of `ask`, the same every time: a real server, a held clock, an address that does not vary. */
import type { Exchange } from "../trace/exchange.ts";
import { collect } from "../trace/collect.ts";
import { replay } from "../trace/replay.ts";
import { createTimeline, type TimelineOptions } from "../trace/timeline.ts";
import { type AskOptions, runAsk } from "./run_ask.ts";
import { KEY, startServer, type TestServerOptions } from "./start_server.ts";

/** The address that the record shows; a free port answers. */
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
  await using server = startServer(serverOptions);
  const kept = collect();
  await runAsk(question, {
    flags: { server: [SHOWN], authKey: [KEY], era: [era], ...flags },
    fetch: async (input, init) => {
      const url = String(input).replace(SHOWN, server.url.origin);
      const response = await fetch(url, init);
      const { status, statusText, body } = response;
      const headers = new Headers(response.headers);
      // The one header that tells the time of the machine.
      headers.delete("date");
      return new Response(body, { status, statusText, headers });
    },
    now: () => 0,
    timeOrigin: TIME_ORIGIN,
    tracing: { sink: kept.sink, onDropped: () => fail("something was not recorded") },
    ...options,
  });
  return kept.exchanges().map((exchange, _, all) => timed(exchange, all.length));
}

const STEP_MS = 100;

/** Every run takes the same time: a step begins every 100 ms; its answer begins after 5, and ends after 20. */
function timed(exchange: Exchange, count: number): Exchange {
  const start = (exchange.id - 1) * STEP_MS;
  const events = exchange.events.map((event, index) => {
    const asked = event.answers === undefined ? start : (event.answers - 1) * STEP_MS;
    return { ...event, ms: asked - start + 10 + index };
  });
  const isListening = exchange.method === "GET";
  const ms = isListening ? count * STEP_MS - start : 20 + exchange.events.length;
  const startedAt = new Date(TIME_ORIGIN + start).toISOString();

  return {
    ...exchange,
    startedAt,
    events,
    ...(exchange.status === undefined ? {} : { headMs: 5 }),
    ...(exchange.ms === undefined && !isListening ? {} : { ms }),
  };
}

function fail(why: string): never {
  throw new Error(why);
}

/** The timeline of a record; `width` makes it a terminal's, with its colours as tags. */
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
      ...(width === undefined ? {} : { terminal: { width: () => width, redraw: () => {} } }),
    },
  });
  for (const event of replay(exchanges)) sink(event);
  return lines.join("\n") + "\n";
}
