/**
 * The explanations of all kinds of steps.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import type { TraceEra } from "../exchange.ts";
import { FAILURE_STEPS, STEP_KINDS, type StepKind } from "../step_kind.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { specUrl } from "./spec.ts";
import type { StepTexts } from "./step_texts.ts";

/** The explanation of a step. */
export interface Explanation {
  /** A title of a few words. */
  readonly title: string;
  /** What happens and why. */
  readonly text: string;
  /** What would break it; for a failure, what fixes it. */
  readonly breaks: string;
  /** The URL of the section in the MCP specification; for model requests, in the API's reference. */
  readonly spec: string;
}

const TEXTS: Readonly<Record<Language, StepTexts>> = { en, fr };

/**
 * Explains a step in a language; the section is that of the era, the newest where none is given.
 *
 * @param revision the one that was negotiated, if it is known
 */
export function explain(
  step: StepKind,
  language: Language,
  era: TraceEra = "2026",
  revision?: string,
): Explanation {
  const [title, text, breaks] = TEXTS[language][step];
  return { title, text, breaks, spec: specUrl(step, era, revision) };
}

/** All explanations of a language, for a page. */
export function explanationsIn(language: Language, era?: TraceEra): Record<StepKind, Explanation> {
  return Object.fromEntries(
    STEP_KINDS.map((step) => [step, explain(step, language, era)]),
  ) as Record<StepKind, Explanation>;
}

const FAILURES: ReadonlySet<StepKind> = new Set(FAILURE_STEPS);

/** Responses with HTTP 200 that are errors: of a tool, or of JSON-RPC. */
const WRONG_ANSWERS: ReadonlySet<StepKind> = new Set(["tool_error", "rpc_error"]);

/** Whether a step means that something went wrong: a failure, or an error response. */
export function isWrong(step: StepKind): boolean {
  return isFailure(step) || WRONG_ANSWERS.has(step);
}

/** Whether a step is a failure: then `breaks` says what fixes it. */
export function isFailure(step: StepKind): boolean {
  return FAILURES.has(step);
}
