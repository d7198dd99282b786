/**
 * The shape of the texts of a language.
 *
 * @module
 */
import type { StepKind } from "../step_kind.ts";

/** The title, the text and what breaks it, of every kind. */
export type StepTexts = Readonly<Record<StepKind, readonly [title: string, text: string, breaks: string]>>;
