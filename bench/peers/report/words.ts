/** The words of the generated tables. */

/** A language of the documents. */
export type Language = "en" | "fr";

/** What the tables say. */
export interface Words {
  /** The heads of the main table. */
  readonly rates: readonly string[];
  /** The heads of the table of aims. */
  readonly aims: readonly string[];
  /** The head of the table of profiles. */
  readonly part: string;
  /** The parts of a profile that are not names. */
  readonly parts: Readonly<Record<string, string>>;
  /** The heads of the table of idle streams. */
  readonly streams: readonly string[];
  /** The kinds of idle streams, by era. */
  readonly streamKinds: Readonly<Record<string, string>>;
  /** The heads of the table of commands. */
  readonly commands: readonly string[];
  /** The head of the first column of a growth table. */
  readonly server: string;
  /** The head of the column with the memory at the last point. */
  readonly memoryAt: (point: string) => string;
  /** What the aims are. */
  readonly aim: Readonly<Record<string, string>>;
  /** In a cell, when an aim is met. */
  readonly met: string;
  /** Nothing was left out. */
  readonly nothingLeftOut: string;
  /** What was left out, as a beginning of a list. */
  readonly leftOut: string;
  /** Why a row is not all that it could be. */
  readonly failedCalls: (count: string) => string;
  /** A line of the list of the machine. */
  readonly machine: (facts: Readonly<Record<string, string>>) => string;
  /** The title of the chart. */
  readonly chart: string;
  /** The axis of the chart. */
  readonly axis: string;
}

/** The words, by language. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    rates: [
      "Server",
      "Version",
      "Era",
      "Calls/s",
      "Share of echo",
      "p50 ms",
      "p99 ms",
      "CPU µs/call",
      "MiB after",
      "Peak MiB",
      "First answer ms",
    ],
    aims: ["Aim", "Wanted", "Measured", "Missed by"],
    part: "Part",
    parts: { Deno: "Deno's JavaScript" },
    streams: ["Server", "Era", "Kind", "KiB each"],
    streamKinds: { "2024": "`GET /sse`", "2025": "session and its `GET`", "2026": "`subscriptions/listen`" },
    commands: ["Command", "Version", "`tools` ms", "MiB", "`call` ms", "MiB"],
    server: "Server",
    memoryAt: (point) => `MiB at ${point}`,
    aim: {
      "2026": "2026 as shipped, of the echo",
      "2025": "2025 as shipped, of the echo",
      "2024": "2024 as shipped, of the echo",
      rmcp: "2026 as shipped, of rmcp's rate",
      view: "2026 with the wire view, of the rate without",
      p99: "p99 of 2026, of the echo's",
      memory: "peak MiB under the load of 2026",
      stream: "KiB of an idle stream of 2026",
      sessions: "rate with 10,000 idle sessions, of that with none",
      tools: "rate with 1,000 tools, of that with one",
    },
    met: "met",
    nothingLeftOut: "Everything was measured.",
    leftOut: "Not measured:",
    failedCalls: (count) => `${count} calls failed`,
    machine: ({ date, cpu, cores, memory, kernel, load, programs, rounds, seconds, connections }) =>
      `Measured on ${date}: ${cpu}, ${cores} cores, ${memory} GiB, ${kernel}, load ${load} before. ${programs}. ` +
      `${rounds} rounds of ${seconds} s, ${connections} connections.`,
    chart: "tools/call per second, by era",
    axis: "answers per second, logarithmic",
  },
  fr: {
    rates: [
      "Serveur",
      "Version",
      "Ère",
      "Appels/s",
      "Part de l’écho",
      "p50 ms",
      "p99 ms",
      "µs CPU/appel",
      "Mio après",
      "Pic en Mio",
      "1re réponse ms",
    ],
    aims: ["Objectif", "Visé", "Mesuré", "Manqué de"],
    part: "Partie",
    parts: {
      Deno: "le JavaScript de Deno",
      "native code": "code natif",
      "garbage collection": "ramasse-miettes",
    },
    streams: ["Serveur", "Ère", "Nature", "Kio chacun"],
    streamKinds: { "2024": "`GET /sse`", "2025": "session et son `GET`", "2026": "`subscriptions/listen`" },
    commands: ["Commande", "Version", "`tools` ms", "Mio", "`call` ms", "Mio"],
    server: "Serveur",
    memoryAt: (point) => `Mio à ${point}`,
    aim: {
      "2026": "2026 tel que livré, part de l’écho",
      "2025": "2025 tel que livré, part de l’écho",
      "2024": "2024 tel que livré, part de l’écho",
      rmcp: "2026 tel que livré, part du débit de rmcp",
      view: "2026 avec la vue réseau, part du débit sans elle",
      p99: "p99 de 2026, rapporté à celui de l’écho",
      memory: "pic en Mio sous la charge de 2026",
      stream: "Kio d’un flux inactif de 2026",
      sessions: "débit avec 10 000 sessions inactives, part du débit sans aucune",
      tools: "débit avec 1 000 outils, part du débit avec un seul",
    },
    met: "atteint",
    nothingLeftOut: "Tout a été mesuré.",
    leftOut: "Non mesurés :",
    failedCalls: (count) => `${count} appels ont échoué`,
    machine: ({ date, cpu, cores, memory, kernel, load, programs, rounds, seconds, connections }) =>
      `Mesuré le ${date} : ${cpu}, ${cores} cœurs, ${memory} Gio, ${kernel}, charge ${load} avant. ${programs}. ` +
      `${rounds} tours de ${seconds} s, ${connections} connexions.`,
    chart: "tools/call par seconde, par ère",
    axis: "réponses par seconde, échelle logarithmique",
  },
};
