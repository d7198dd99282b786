/** Puts the results into the documents: each part between its marks, and a chart for each language. */
import { join } from "node:path";
import type { Results } from "../results.ts";
import { drawChart } from "./chart.ts";
import { type Part, partOf } from "./tables.ts";
import type { Language } from "./words.ts";

const ROOT = join(import.meta.dirname!, "../../..");
const PAGES: readonly (readonly [Language, string])[] = [["en", "docs"], ["fr", "docs/fr"]];
const PARTS: readonly Part[] = [
  ...[
    "machine",
    "rates",
    "aims",
    "profiles",
    "streams",
    "connections",
    "argument",
    "tools",
    "sessions",
    "commands",
  ] as const,
  "left out",
];

/** The marks of all parts. */
export const SKELETON: string = PARTS.map((part) => `<!-- ${part} -->\n<!-- /${part} -->\n\n`).join("");

/** The text with every part between its marks. */
export function renderPage(text: string, results: Results, language: Language): string {
  return PARTS.reduce((written, part) => {
    const marks = new RegExp(`(<!-- ${part} -->).*?(<!-- /${part} -->)`, "s");
    return written.replace(
      marks,
      (_, before: string, after: string) => `${before}\n\n${partOf(part, results, language)}\n\n${after}`,
    );
  }, text);
}

/** Writes the pages and the charts, in the format of the other files. */
export async function writePages(results: Results): Promise<void> {
  for (const [language, folder] of PAGES) {
    const path = join(ROOT, folder, "benchmarks.md");
    await Deno.writeTextFile(path, renderPage(await Deno.readTextFile(path), results, language));
    await Deno.writeTextFile(join(ROOT, folder, "benchmarks.svg"), await drawChart(results, language));
    await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
  }
}
