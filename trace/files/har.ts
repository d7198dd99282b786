/**
 * A HAR file: the page writes the same.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import type { Exchange } from "../exchange.ts";
import { explain } from "../explain/explanation.ts";
import { harOf } from "../page/har.js";

/** What a HAR file needs to be told. */
export interface HarOptions {
  /** The language of the explanations, which become comments. */
  readonly language: Language;
  /** Of mcpdemo. */
  readonly version: string;
}

/** The exchanges as the text of a HAR file. */
export function toHar(exchanges: readonly Exchange[], { language, version }: HarOptions): string {
  return harOf(exchanges, version, (step, era) => explain(step, language, era));
}
