/**
 * The type of a language's texts.
 *
 * @module
 */
import type { StepKind } from "../step_kind.ts";

/** The title, the text and what breaks it, for every kind of step. */
export type StepTexts = Readonly<Record<StepKind, readonly [title: string, text: string, breaks: string]>>;
