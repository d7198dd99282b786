/**
 * The fields of a form, from the schema of an elicitation (MCP 2026-07-28, `client/elicitation`). Pure.
 *
 * @module
 */
import { oneLine } from "../../cli/printable.ts";
import { asObject } from "../../lib/json.ts";

/** What a field of a form can hold. */
export type Value = string | number | boolean | string[];

/** One of the values that a field allows. */
export interface Choice {
  /** What is sent to the server. */
  readonly value: string;
  /** What the user sees: printable, on one line. */
  readonly title: string;
}

/** A field of a form. */
export interface Field {
  /** The name of the property. */
  readonly name: string;
  /** What the field takes; `choices` is a list of them. */
  readonly kind: "string" | "number" | "integer" | "boolean" | "choice" | "choices";
  /** For `choice` and `choices`, else empty. */
  readonly choices: readonly Choice[];
  /** Whether it must have a value. */
  readonly isRequired: boolean;
  /** Title and description: printable, on one line. */
  readonly label: string;
  /** The value of an empty line. */
  readonly default?: Value;
  /** Of a string: `email`, `uri`, `date` or `date-time`. */
  readonly format?: string;
  /** The least length, number or count of choices. */
  readonly min?: number;
  /** The greatest length, number or count of choices. */
  readonly max?: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The fields in the order of the schema. Anything odd in it is read as a text.
 *
 * @param schema the `requestedSchema` of an elicitation: a flat JSON Schema of an object
 */
export function fieldsOf(schema: Readonly<Record<string, unknown>>): Field[] {
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

/** `enum` (with `enumNames` until 2025-11-25), `oneOf`, or one of them in `items`. */
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
