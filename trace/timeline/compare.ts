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
  /** Milliseconds from the beginning to the end of the run. */
  readonly ms: number;
  /** The code of the error that ended it. */
  readonly failure?: string;
}

const WORDS = {
  en: {
    heading: "The same question in three eras (MCP alone, except for the last two rows)",
    rows: {
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
      "What it means: in 2024 and 2025 the client begins with a handshake, and the server keeps a session, so",
      "every later request must reach the machine that has it. In 2024 one stream carries all answers; in 2025",
      "each request has its own. In 2026 there is no session: each request carries its revision, client and",
      "capabilities, so its body is longer, nothing stays open, and any replica of the server can answer.",
    ],
    failed: "failed",
  },
  fr: {
    heading: "La même question dans trois ères (MCP seul, sauf les deux dernières lignes)",
    rows: {
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
      "Ce que cela veut dire : en 2024 et 2025, le client commence par une négociation initiale et le serveur garde",
      "une session ; chaque requête suivante doit donc atteindre la machine qui l’a. En 2024, un seul flux porte",
      "toutes les réponses ; en 2025, chaque requête a le sien. En 2026, il n’y a pas de session : chaque requête",
      "porte révision, client et capacités ; son corps est plus long, rien ne reste ouvert, et toute réplique répond.",
    ],
    failed: "échec",
  },
} as const;

type Row = keyof typeof WORDS.en.rows;

const OPEN_STREAMS = new Set(["stream_2024", "stream_2025", "subscriptions_listen"]);

/** The lines of a table: one row per measure, one column per run. */
export function compareEras(runs: readonly EraRun[], language: "en" | "fr"): string[] {
  const { heading, rows, meaning, failed } = WORDS[language];
  const columns = runs.map((run) => ({ run, measures: measure(run) }));
  const names = Object.keys(rows) as Row[];
  const titles = Math.max(...names.map((row) => rows[row].length));
  const cell = (text: string | number) => String(text).padStart(10);
  return [
    heading,
    "",
    " ".repeat(titles) + columns.map(({ run }) => cell(run.era)).join(""),
    ...names.map((row) =>
      rows[row].padEnd(titles) + columns.map(({ measures }) => cell(measures[row])).join("")
    ),
    ...(runs.some(({ failure }) => failure !== undefined)
      ? ["".padEnd(titles) + runs.map(({ failure }) => cell(failure === undefined ? "" : failed)).join("")]
      : []),
    "",
    ...meaning,
  ].map((line) => line.trimEnd());
}

function measure({ exchanges, ms }: EraRun): Record<Row, number> {
  // A request without any answer was sent to the default port, before the embedded server was
  // started.
  const mcp = exchanges.filter(({ peer, status }) => peer === "mcp_server" && status !== undefined);
  const call = mcp.findIndex(({ step }) => step === "tools_call");
  const sum = (of: (exchange: Exchange) => number) => mcp.reduce((total, each) => total + of(each), 0);
  return {
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
