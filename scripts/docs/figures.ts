/**
 * Writes what `deno task bench` measured into the documents: whole into the page, a few rows into the README.
 *
 * usage: deno task bench > bench.txt; deno run -A scripts/docs/figures.ts bench.txt
 */
import { readDocuments, ROOT } from "./documents.ts";

/** What the README tells, by the names of the rows of the bench. */
const ROWS: readonly (readonly [row: string, en: string, fr: string])[] = [
  [
    'ask "what time is it"',
    '`ask "what time is it"` from source, from start to answer',
    '`ask "…"` depuis les sources, du lancement à la réponse',
  ],
  ['binary: ask "what time is it"', "the same, the binary", "de même, le binaire"],
  [
    "first text on stdout after its chunk",
    "a word of the model, until it is on stdout",
    "un mot du modèle, jusqu'à stdout",
  ],
  [
    "serve, idle after 3 eras",
    "`serve` at rest after calls in all three eras",
    "`serve` au repos après des appels dans les trois ères",
  ],
  [
    "tools/call 2026-07-28, 8 callers",
    "`tools/call` a second, 2026, 8 callers on the same two cores",
    "`tools/call` par seconde, 2026, 8 appelants sur les mêmes deux cœurs",
  ],
  [
    "held by each",
    "held by each open session of 2025",
    "tenu par chaque session ouverte de 2025",
  ],
];

/** `text` with the figures of a run of the bench between its marks. */
export function withFigures(text: string, bench: string, language: "en" | "fr"): string {
  const measured = bench.slice(bench.indexOf("Deno ")).trim();
  const [what, median] = language === "fr" ? ["Quoi", "Médiane"] : ["What", "Median"];
  const rows = ROWS.flatMap(([name, en, fr]) => {
    const line = measured.split("\n").find((line) => line.startsWith(`${name}  `));
    const figure = line?.slice(name.length).trim().match(/^\S+ \S+/)?.[0];
    return figure === undefined ? [] : [`| ${language === "fr" ? fr : en} | \`${figure}\` |\n`];
  });
  const table = `| ${what} | ${median} |\n| --- | --- |\n${rows.join("")}`;
  return text
    .replace(/(<!-- figures -->\n\n)(?:\|.*\n)*/, (_, mark: string) => mark + table)
    .replace(
      /(<!-- bench -->\n\n)```text\n.*?^```\n/ms,
      (_, mark: string) => `${mark}\`\`\`text\n${measured}\n\`\`\`\n`,
    );
}

if (import.meta.main) {
  const bench = await Deno.readTextFile(Deno.args[0] ?? "/dev/stdin");
  for (const { path, text, language } of await readDocuments()) {
    const written = withFigures(text, bench, language);
    if (written !== text) await Deno.writeTextFile(ROOT + path, written);
  }
}
