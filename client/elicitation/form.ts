/** The fields of a form, from the schema of an elicitation (MCP 2026-07-28, `client/elicitation`). Pure. */
import { oneLine } from "../../cli/printable.ts";
import { asObject } from "../../lib/json.ts";

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

function isValue(value: unknown): value is Value {
  return ["string", "number", "boolean"].includes(typeof value) ||
    Array.isArray(value) && value.every((each) => typeof each === "string");
}
