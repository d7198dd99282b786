/**
 * The same question in several eras, side by side.
 *
 * @module
 */
import type { Exchange, TraceEra } from "../exchange.ts";

/** The measurements of one run. */
export interface EraRun {
  /** The era of the run. */
  readonly era: TraceEra;
  /** The exchanges of the run, with MCP servers and with the model. */
  readonly exchanges: readonly Exchange[];
  /** The revision that was negotiated; absent if the connection failed. */
  readonly revision?: string;
  /** From the beginning to the end of the run. */
  readonly ms: number;
  /** The code of the error that ended it. */
  readonly failure?: string;
}

const WORDS = {
  en: {
    heading: "The same question in three eras (MCP alone, except for the last two rows)",
    rows: {
      revision: "revision",
      requests: "HTTP requests",
      before: "  before the first tool call",
      events: "events received",
      sent: "bytes sent in bodies",
      received: "bytes received in bodies",
      streams: "streams kept open",
      sessions: "sessions on the server",
      model: "requests to the model",
      ms: "milliseconds in all",
    },
    meaning: [
      "In 2024 and 2025 a handshake opens a session, and every later request must reach",
      "the machine that holds it. In 2024 one stream carries all answers; in 2025 each",
      "request has its own. In 2026 each request carries its revision, client and",
      "capabilities: no session, and any replica can answer. An era is a transport; its",
      "negotiated revision may be newer. The first run is slower: it loads mcpdemo.",
    ],
    failed: "failed",
  },
  fr: {
    heading: "La même question dans trois ères (MCP seul, sauf les deux dernières lignes)",
    rows: {
      revision: "révision",
      requests: "requêtes HTTP",
      before: "  avant le premier appel d’outil",
      events: "événements reçus",
      sent: "octets envoyés dans les corps",
      received: "octets reçus dans les corps",
      streams: "flux maintenus ouverts",
      sessions: "sessions sur le serveur",
      model: "requêtes au modèle",
      ms: "millisecondes en tout",
    },
    meaning: [
      "En 2024 et 2025, une négociation initiale ouvre une session, et chaque requête",
      "suivante doit atteindre la machine qui la tient. En 2024, un seul flux porte",
      "toutes les réponses ; en 2025, chaque requête a le sien. En 2026, chaque requête",
      "porte révision, client et capacités : pas de session, et tout réplica peut",
      "répondre. Une ère est un transport ; la révision négociée peut être plus",
      "récente. La première exécution est plus lente : elle charge aussi mcpdemo.",
    ],
    failed: "échec",
  },
} as const;

type Row = keyof Measures;

const OPEN_STREAMS = new Set(["stream_2024", "stream_2025", "subscriptions_listen"]);

/** In columns: the least width of a cell, and what is left between two of them. */
const [CELL, GAP] = [10, 2];

/**
 * The lines of a table: a row for each measure, a column for each run.
 *
 * @param width of the terminal, in columns: in a narrow one, the name of a row is above its cells
 */
export function compareEras(
  runs: readonly EraRun[],
  language: "en" | "fr",
  width: number = Infinity,
): string[] {
  const { heading, rows, meaning, failed } = WORDS[language];
  const measured = runs.map((run) => ({ run, measures: measureRun(run) }));
  const names = Object.keys(rows) as Row[];
  const titles = Math.max(...names.map((row) => rows[row].length));
  const isNarrow = titles + runs.length * (CELL + GAP) > width;
  const cells = (all: readonly (string | number)[]) =>
    all.map((each) => " ".repeat(GAP) + String(each).padStart(CELL)).join("");
  const row = (title: string, all: readonly (string | number)[]) =>
    isNarrow ? [...(title ? [title] : []), cells(all)] : [title.padEnd(titles) + cells(all)];
  return [
    heading,
    ...row("", runs.map(({ era }) => era)),
    ...names.flatMap((name) => row(rows[name], measured.map(({ measures }) => measures[name]))),
    ...(runs.some(({ failure }) => failure !== undefined)
      ? row("", runs.map(({ failure }) => failure === undefined ? "" : failed))
      : []),
    "",
    // A terminal wraps a paragraph better than lines that are a little too long.
    ...(meaning.some((line) => line.length > width) ? [meaning.join(" ")] : meaning),
  ].map((line) => line.trimEnd());
}

/** What the comparison counts in a run: of MCP alone, except for `model` and `ms`. */
export interface Measures {
  /** What was negotiated, or `-`. */
  readonly revision: string;
  /** HTTP requests that were answered. */
  readonly requests: number;
  /** Those before the first tool call. */
  readonly before: number;
  /** Server-sent events that were received. */
  readonly events: number;
  /** Bytes of the bodies that were sent. */
  readonly sent: number;
  /** Bytes of the bodies that were received. */
  readonly received: number;
  /** Streams that were kept open. */
  readonly streams: number;
  /** Sessions on the server. */
  readonly sessions: number;
  /** Requests to the model. */
  readonly model: number;
  /** Milliseconds from the beginning to the end of the run. */
  readonly ms: number;
}

/** Counts what a run took. */
export function measureRun({ exchanges, ms, revision = "-" }: EraRun): Measures {
  // A request without any answer went to the default port, before the embedded server was started.
  const mcp = exchanges.filter(({ peer, status }) => peer === "mcp_server" && status !== undefined);
  const call = mcp.findIndex(({ step }) => step === "tools_call");
  const sum = (of: (exchange: Exchange) => number) => mcp.reduce((total, each) => total + of(each), 0);
  return {
    revision,
    requests: mcp.length,
    before: call < 0 ? mcp.length : call,
    events: sum(({ events, droppedEvents = 0 }) => events.length + droppedEvents),
    sent: sum(({ requestBytes }) => requestBytes),
    received: sum(({ responseBytes = 0 }) => responseBytes),
    streams: mcp.filter(({ step, status = 0 }) => OPEN_STREAMS.has(step) && status < 300).length,
    sessions: new Set(mcp.flatMap(({ session }) => session ?? [])).size,
    model: exchanges.filter(({ peer }) => peer === "model").length,
    ms: Math.round(ms),
  };
}
