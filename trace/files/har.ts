/**
 * A HAR file, with the same code that the page uses.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import type { Exchange } from "../exchange.ts";
import { explain } from "../explain/explanation.ts";
import { harOf } from "../page/har.js";

/** The options of a HAR file. */
export interface HarOptions {
  /** The language of the explanations, which become comments. */
  readonly language: Language;
  /** The version of mcpdemo. */
  readonly version: string;
}

/** The exchanges as the text of a HAR file. */
export function toHar(exchanges: readonly Exchange[], { language, version }: HarOptions): string {
  return harOf(exchanges, version, (step, era) => explain(step, language, era));
}
