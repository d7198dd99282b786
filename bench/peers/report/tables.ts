/** The results as Markdown tables. */
import { spreadOf } from "../../statistics.ts";
import type { Dimension, Results, Row } from "../results.ts";
import { type Language, WORDS } from "./words.ts";

/** What a page can show, by the name of its mark. */
export type Part =
  | "machine"
  | "left out"
  | "rates"
  | "aims"
  | "profiles"
  | "streams"
  | Dimension
  | "commands";

type Cells = readonly (readonly string[])[];

const ERAS = ["2026", "2025", "2024"];
const KIB = 1024;
const REASON = 160;
/** Parts of a profile below this share are not shown. */
const SHOWN = 0.02;

/** The median, or nothing for an empty list. */
export function medianOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : spreadOf(values).median;
}

/** A part of a page. */
export function partOf(part: Part, results: Results, language: Language): string {
  switch (part) {
    case "machine":
      return machineOf(results, language);
    case "left out":
      return leftOutOf(results, language);
    case "rates":
      return ratesOf(results, language);
    case "aims":
      return aimsOf(results, language);
    case "profiles":
      return profilesOf(results, language);
    case "streams":
      return streamsOf(results, language);
    case "commands":
      return commandsOf(results, language);
    default:
      return growthOf(part, results, language);
  }
}

/** A number as the language writes it: three digits that count, or all digits before the point. */
export function numberIn(language: Language, value: number | null | undefined): string {
  if (value === undefined || value === null || !Number.isFinite(value)) return "–";
  const maximumFractionDigits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.1))));
  return inLanguage(language, { maximumFractionDigits }, value);
}

/** French has one no-break space in this repository, U+00A0; `Intl` also writes the narrow one. */
function inLanguage(language: Language, options: Intl.NumberFormatOptions, value: number): string {
  return new Intl.NumberFormat(language, options).format(value).replaceAll("\u202F", "\u00A0");
}

function percentIn(language: Language, share: number): string {
  return inLanguage(language, { style: "percent", maximumFractionDigits: 0 }, share);
}

function table(heads: readonly string[], rows: Cells, textColumns: number): string {
  const rule = heads.map((_, column) => column < textColumns ? "---" : "--:");
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function machineOf({ date, machine, programs, settings }: Results, language: Language): string {
  const named = Object.entries(programs).map(([name, version]) => `${name} ${version}`).join(", ");
  return WORDS[language].machine({
    date,
    cpu: machine.cpu,
    cores: String(machine.cores),
    memory: String(machine.memoryGib),
    kernel: machine.kernel,
    load: numberIn(language, machine.load),
    programs: named,
    rounds: String(settings.rounds),
    seconds: String(settings.seconds),
    connections: String(settings.connections),
  });
}

function leftOutOf({ leftOut, rows, profiles, growth, commands }: Results, language: Language): string {
  const { nothingLeftOut, leftOut: begins, failedCalls } = WORDS[language];
  const problems = [
    ...leftOut.map(({ name, why }) => [name, why]),
    ...rows.flatMap(({ name, era, problem, streamProblem, failed }) =>
      [problem, streamProblem, failed > 0 ? failedCalls(numberIn(language, failed)) : undefined]
        .flatMap((why) => why === undefined ? [] : [[`${name} ${era}`, why]])
    ),
    ...(profiles ?? []).flatMap(({ era, problem }) =>
      problem === undefined ? [] : [[`profile ${era}`, problem]]
    ),
    ...growth.flatMap(({ dimension, series }) =>
      series.flatMap(({ name, problem }) => problem === undefined ? [] : [[`${dimension}, ${name}`, problem]])
    ),
    ...commands.flatMap(({ name, task, problem }) =>
      problem === undefined ? [] : [[`${name} ${task}`, problem]]
    ),
  ];
  if (problems.length === 0) return nothingLeftOut;
  const lines = problems.map(([name, why]) => `- ${name}: \`${shortened(why!)}\``);
  return `${begins}\n\n${lines.join("\n")}`;
}

/** An error in one line of code, without what differs from run to run. */
function shortened(why: string): string {
  const line = why.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "").replaceAll(/[`\s]+/g, " ").trim();
  return line.length <= REASON ? line : `${line.slice(0, REASON)}…`;
}

/** The rows as they are shown: by era, the fastest first. */
export function shownRows({ rows }: Results): Row[] {
  return ERAS.flatMap((era) =>
    rows.filter((row) => row.era === era && row.perSecond.length > 0)
      .sort((a, b) => medianOf(b.perSecond)! - medianOf(a.perSecond)!)
  );
}

/** A row's name; ours is emphasized. */
function nameOf({ peer, name }: Pick<Row, "peer" | "name">): string {
  return peer.startsWith("mcpdemo") ? `**${name}**` : name;
}

function ratesOf(results: Results, language: Language): string {
  const rows = shownRows(results).map((row) => [
    nameOf(row),
    row.version,
    row.era,
    ...[
      medianOf(row.perSecond),
      medianOf(row.ratio),
      medianOf(row.p50),
      medianOf(row.p99),
      medianOf(row.micros),
      row.memory?.resident,
      row.memory?.peak,
      medianOf(row.firstAnswerMs),
    ].map((value) => numberIn(language, value)),
  ]);
  return table(WORDS[language].rates, rows, 3);
}

function streamsOf(results: Results, language: Language): string {
  const { streams, streamKinds } = WORDS[language];
  const shown = shownRows(results).filter(({ stream }) => stream !== undefined);
  const rows = shown.sort((a, b) => a.stream!.kib - b.stream!.kib).map((row) => [
    nameOf(row),
    row.era,
    streamKinds[row.era]!,
    numberIn(language, row.stream!.kib),
  ]);
  return table(streams, rows, 3);
}

function profilesOf({ profiles = [] }: Partial<Results>, language: Language): string {
  const { part, parts: words } = WORDS[language];
  const measured = ERAS.flatMap((era) =>
    profiles.filter((each) => each.era === era && each.parts.length > 0)
  );
  const shares = measured.map(({ parts }) => new Map(parts.map(({ part, share }) => [part, share])));
  const largest = (name: string) => Math.max(...shares.map((each) => each.get(name) ?? 0));
  const names = [...new Set(shares.flatMap((each) => [...each.keys()]))].filter((name) =>
    largest(name) >= SHOWN
  );
  const rows = names.sort((a, b) => largest(b) - largest(a)).map((name) => [
    words[name] ?? (/[/]/.test(name) ? `\`${name}\`` : name),
    ...shares.map((each) => percentIn(language, each.get(name) ?? 0)),
  ]);
  return table([part, ...measured.map(({ era }) => era)], rows, 1);
}

function growthOf(dimension: Dimension, { growth }: Results, language: Language): string {
  const { points, series } = growth.find((each) => each.dimension === dimension) ??
    { points: [], series: [] };
  const { server, memoryAt } = WORDS[language];
  const shown = points.map((point) => pointOf(dimension, point, language));
  const rows = series.map(({ name, perSecond, resident }) => [
    name.startsWith("mcpdemo") ? `**${name}**` : name,
    ...perSecond.map((value) => numberIn(language, value)),
    numberIn(language, resident.at(-1)),
  ]);
  return table([server, ...shown, memoryAt(shown.at(-1) ?? "")], rows, 1);
}

function pointOf(dimension: Dimension, point: number, language: Language): string {
  if (dimension !== "argument" || point === 0) return numberIn(language, point);
  const [kib, mib] = language === "en" ? ["KiB", "MiB"] : ["Kio", "Mio"];
  return point < KIB * KIB ? `${point / KIB} ${kib}` : `${point / KIB / KIB} ${mib}`;
}

function commandsOf({ commands }: Results, language: Language): string {
  const names = [...new Set(commands.map(({ name }) => name))];
  const rows = names.map((name) => {
    const figures = (["tools", "call"] as const).flatMap((task) => {
      const row = commands.find((each) => each.name === name && each.task === task);
      return [medianOf(row?.ms ?? []), medianOf(row?.mib ?? [])];
    });
    const { version } = commands.find((each) => each.name === name)!;
    return [nameOf({ peer: name, name }), version, ...figures.map((value) => numberIn(language, value))];
  });
  return table(WORDS[language].commands, rows, 2);
}

interface Aim {
  readonly name: string;
  readonly wanted: number;
  readonly measured: number | undefined;
  /** Whether less is better. */
  readonly atMost?: true;
}

/** What is aimed at, and what was measured. */
export function aimsIn({ rows, growth }: Results): Aim[] {
  const row = (id: string) => rows.find((each) => each.id === id);
  const median = (id: string, field: "perSecond" | "ratio" | "p99") => medianOf(row(id)?.[field] ?? []);
  const quotient = (a: number | null | undefined, b: number | null | undefined) => a && b ? a / b : undefined;
  const grown = (dimension: Dimension) => {
    const series = growth.find((each) => each.dimension === dimension)?.series.find(({ name }) =>
      name.startsWith("mcpdemo")
    );
    return quotient(series?.perSecond.at(-1), series?.perSecond[0]);
  };
  const ours = median("mcpdemo-2026", "perSecond");
  return [
    { name: "2026", wanted: 0.5, measured: median("mcpdemo-2026", "ratio") },
    { name: "rmcp", wanted: 1, measured: quotient(ours, median("rmcp-2026", "perSecond")) },
    { name: "view", wanted: 0.9, measured: quotient(ours, median("mcpdemo-unrecorded-2026", "perSecond")) },
    {
      name: "p99",
      wanted: 3,
      measured: quotient(median("mcpdemo-2026", "p99"), median("echo-2026", "p99")),
      atMost: true,
    },
    { name: "2025", wanted: 0.3, measured: median("mcpdemo-2025", "ratio") },
    { name: "2024", wanted: 0.3, measured: median("mcpdemo-2024", "ratio") },
    { name: "memory", wanted: 100, measured: row("mcpdemo-2026")?.memory?.peak, atMost: true },
    { name: "stream", wanted: 32, measured: row("mcpdemo-2026")?.stream?.kib, atMost: true },
    { name: "sessions", wanted: 0.9, measured: grown("sessions") },
    { name: "tools", wanted: 0.9, measured: grown("tools") },
  ];
}

function aimsOf(results: Results, language: Language): string {
  const { aims, aim, met } = WORDS[language];
  const rows = aimsIn(results).map(({ name, wanted, measured, atMost }) => {
    const excess = measured === undefined
      ? undefined
      : (atMost ? measured - wanted : wanted - measured) / wanted;
    const missed = excess === undefined ? "–" : excess <= 0 ? met : percentIn(language, excess);
    const sign = atMost ? "≤" : "≥";
    return [aim[name]!, `${sign} ${numberIn(language, wanted)}`, numberIn(language, measured), missed];
  });
  return table(aims, rows, 1);
}
