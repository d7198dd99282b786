/**
 * The formats of a trace file, by file extension.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import type { Exchange } from "../exchange.ts";
import { explanationsIn } from "../explain/explanation.ts";
import { renderPage } from "../page/render_page.ts";
import { toCurl } from "./curl.ts";
import { toHar } from "./har.ts";
import { toJsonLines } from "./jsonl.ts";
import { toMermaid } from "./mermaid.ts";

/** The options of all formats. */
export interface FormatOptions {
  /** The language of explanations. */
  readonly language: Language;
  /** The version of mcpdemo. */
  readonly version: string;
}

/** The file extensions, without the dot. */
export const FORMATS = ["jsonl", "har", "mmd", "sh", "html"] as const;

/** A format of a trace file. */
export type Format = typeof FORMATS[number];

/** The format for a file name; `undefined` if its extension is unknown. */
export function formatOf(path: string): Format | undefined {
  return FORMATS.find((format) => path.toLowerCase().endsWith(`.${format}`));
}

/** The exchanges in a format. */
export function render(exchanges: readonly Exchange[], format: Format, options: FormatOptions): string {
  switch (format) {
    case "jsonl":
      return toJsonLines(exchanges);
    case "har":
      return toHar(exchanges, options);
    case "mmd":
      return toMermaid(exchanges, options.language);
    case "sh":
      return toCurl(exchanges, options.language);
    case "html":
      return renderPage({
        exchanges,
        explanations: explanationsIn(options.language),
        ...options,
      });
  }
}
