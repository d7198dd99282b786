/**
 * A form made from the schema of an elicitation (MCP 2026-07-28, `client/elicitation`): its fields, and
 * what a typed line means in each. Pure.
 */
import { oneLine } from "../cli/terminal.ts";

export type Value = string | number | boolean | string[];

export interface Choice {
  readonly value: string;
  readonly title: string;
}

export interface Field {
  readonly name: string;
  readonly kind: "string" | "number" | "integer" | "boolean" | "choice" | "choices";
  /** Of `choice` and `choices`. */
  readonly choices: readonly Choice[];
  readonly isRequired: boolean;
  /** Printable, on one line. */
  readonly label: string;
  readonly default?: Value;
  readonly format?: string;
  /** Of the length, the number or the number of choices. */
  readonly min?: number;
  readonly max?: number;
}

/** Why a line is no value; `limit` is the bound that it breaks, or the format. */
export interface Problem {
  readonly problem: ProblemCode;
  readonly limit: string;
}
export type ProblemCode =
  | "required"
  | "number"
  | "integer"
  | "boolean"
  | "choice"
  | "format"
  | "tooSmall"
  | "tooLarge";

type Json = Readonly<Record<string, unknown>>;

export function fieldsOf(schema: Json): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(asObject(schema.properties)).map(([name, given]) => {
    const property = asObject(given);
    const choices = choicesOf(property);
    const isList = property.type === "array";
    const kind = isList ? "choices" : choices.length > 0 ? "choice" : kindOf(property.type);
    const bound = (...names: string[]) =>
      names.map((each) => property[each]).find((n) => typeof n === "number");
    const [min, max] = [bound("minLength", "minimum", "minItems"), bound("maxLength", "maximum", "maxItems")];
    const described = [property.title ?? name, property.description].filter((each) => each !== undefined);
    return {
      name,
      kind,
      choices,
      isRequired: required.includes(name),
      label: oneLine(described.map(String).join(": ")),
      ...(isValue(property.default) ? { default: property.default } : {}),
      ...(typeof property.format === "string" ? { format: property.format } : {}),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    };
  });
}

/** The value of a line; `undefined` for a field that is left out. An empty line takes the default. */
export function readField(field: Field, line: string): { readonly ok: Value | undefined } | Problem {
  const text = line.trim();
  if (text === "") {
    if (field.default !== undefined || !field.isRequired) return { ok: field.default };
    // An empty text is a text, where nothing asks for more.
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

/** By its number in the list, by its value or by its title. */
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

function kindOf(type: unknown): Field["kind"] {
  return type === "number" || type === "integer" || type === "boolean" ? type : "string";
}

/** `enum` (with `enumNames` until 2025-11-25), `oneOf`, or the same within `items`. */
function choicesOf(property: Json): Choice[] {
  const from = property.type === "array" ? asObject(property.items) : property;
  const titled = [from.oneOf, from.anyOf].find(Array.isArray);
  if (titled) {
    return titled.map(asObject).map((each) => choice(each.const, each.title));
  }
  const names = Array.isArray(property.enumNames) ? property.enumNames : [];
  return Array.isArray(from.enum) ? from.enum.map((value, index) => choice(value, names[index])) : [];
}

function choice(value: unknown, title: unknown): Choice {
  return { value: String(value), title: oneLine(String(title ?? value)) };
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}

function isValue(value: unknown): value is Value {
  return ["string", "number", "boolean"].includes(typeof value) ||
    Array.isArray(value) && value.every((each) => typeof each === "string");
}
