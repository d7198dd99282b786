/**
 * What a typed line means in a field of a form. Pure.
 *
 * @module
 */
import { oneLine } from "../../cli/printable.ts";
import type { Choice, Field, Value } from "./form.ts";

/** Why a line is not a value. */
export interface Problem {
  /** What is wrong. */
  readonly problem: ProblemCode;
  /** The bound that is exceeded, or the name of the format; else empty. */
  readonly limit: string;
}
/** What can be wrong with a line. */
export type ProblemCode =
  | "required"
  | "number"
  | "integer"
  | "boolean"
  | "choice"
  | "format"
  | "tooSmall"
  | "tooLarge";

/** The value of a line, `undefined` for a field that is left out. An empty line means the default value. */
export function readField(field: Field, line: string): { readonly ok: Value | undefined } | Problem {
  const text = line.trim();
  if (text === "") {
    if (field.default !== undefined || !field.isRequired) return { ok: field.default };
    // An empty text is allowed if the schema says so.
    return field.kind === "string" && field.min === 0 ? { ok: "" } : no("required");
  }
  switch (field.kind) {
    case "string":
      return isOfFormat(text, field.format)
        ? within(field, [...text].length, text)
        : no("format", field.format);
    case "number":
    case "integer": {
      const number = Number(text.replace(",", "."));
      if (!Number.isFinite(number)) return no("number");
      if (field.kind === "integer" && !Number.isInteger(number)) return no("integer");
      return within(field, number, number);
    }
    case "boolean":
      if (/^(y|yes|true|1|o|oui|vrai)$/i.test(text)) return { ok: true };
      return /^(n|no|false|0|non|faux)$/i.test(text) ? { ok: false } : no("boolean");
    case "choice": {
      const value = chosen(field.choices, text);
      return value === undefined ? no("choice") : { ok: value };
    }
    case "choices": {
      const values = text.split(",").map((each) => chosen(field.choices, each.trim()));
      const found = values.filter((each) => each !== undefined);
      return found.length < values.length ? no("choice") : within(field, found.length, [...new Set(found)]);
    }
  }
}

/** A choice by its number in the list, its value or its title. */
function chosen(choices: readonly Choice[], text: string): string | undefined {
  const same = (other: string) => other.toLowerCase() === text.toLowerCase();
  const named = choices.find(({ value }) => value === text) ??
    choices.find(({ value, title }) => same(value) || same(title));
  return (named ?? (/^\d+$/.test(text) ? choices[Number(text) - 1] : undefined))?.value;
}

function within(field: Field, size: number, value: Value): { readonly ok: Value } | Problem {
  if (field.min !== undefined && size < field.min) return no("tooSmall", String(field.min));
  if (field.max !== undefined && size > field.max) return no("tooLarge", String(field.max));
  return { ok: value };
}

function no(problem: ProblemCode, limit = ""): Problem {
  return { problem, limit: oneLine(limit) };
}

function isOfFormat(text: string, format: string | undefined): boolean {
  switch (format) {
    case "email":
      return /^[^\s@]+@[^\s@]+$/.test(text);
    case "uri":
      return URL.canParse(text);
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
    case "date-time":
      return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text));
    default:
      return true;
  }
}
