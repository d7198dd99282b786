/**
 * Reads a tool's arguments from the words of a command line, with the types of the tool's schema. Pure.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { isLongInteger, parseExact } from "../../lib/exact_json.ts";
import { asObject } from "../../lib/json.ts";
import { suggest } from "../../lib/suggest.ts";

/** The arguments of a tool call. */
export type Arguments = Record<string, unknown>;

/**
 * `key=value` has the type that the schema gives to `key`, or is text if it gives none. `key:=JSON` is any value. A
 * value that the schema lists is that value. A key that is repeated makes a list if the schema wants one.
 *
 * @param base arguments that the words add to and override
 * @throws a {@linkcode UserError} when a word has another form, or its value another type
 */
export function readArguments(
  words: readonly string[],
  schema: Tool["inputSchema"],
  base: Arguments,
): Arguments {
  const args = new Map(Object.entries(base));
  const given = new Set<string>();
  for (const word of words) {
    const [, key, raw, value] = word.match(/^([^=:]+|[^=]+?)(:?)=(.*)$/s) ?? [];
    if (key === undefined || value === undefined) {
      throw new UserError("argument_form", { value: oneLine(word) });
    }
    const property = asObject(schema.properties?.[key]);
    if (raw) args.set(key, parseJson(value, key, "JSON"));
    else if (typesOf(property).includes("array") && !value.startsWith("[")) {
      const before = given.has(key) ? args.get(key) : [];
      args.set(key, [
        ...(Array.isArray(before) ? before : []),
        readValue(value, asObject(property.items), key),
      ]);
    } else args.set(key, readValue(value, property, key));
    given.add(key);
  }
  // Not by assignment: a key may be __proto__.
  return Object.fromEntries(args);
}

/** Arguments that the schema does not know, each with the most similar one that it knows, or `""`. */
export function unknownArguments(
  args: Arguments,
  { properties = {}, additionalProperties }: Tool["inputSchema"],
): { readonly name: string; readonly near: string }[] {
  if (additionalProperties) return [];
  const known = Object.keys(properties);
  return Object.keys(args).filter((name) => !known.includes(name)).map((name) => ({
    name,
    near: suggest(name, known)[0] ?? "",
  }));
}

/** Arguments that the schema requires and that are not given. */
export function absentArguments(args: Arguments, { required = [] }: Tool["inputSchema"]): string[] {
  return required.filter((name) => !Object.hasOwn(args, name));
}

/**
 * The arguments in `--input`.
 *
 * @throws a {@linkcode UserError} when `text` is not a JSON object
 */
export function readInput(text: string): Arguments {
  const value = parseJson(text, "--input", "JSON");
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Arguments;
  throw new UserError("argument_value", { name: "--input", value: oneLine(text, 80), type: "object" });
}

function readValue(value: string, schema: Arguments, name: string): unknown {
  const named = choicesOf(schema).find((choice) =>
    (isLongInteger(choice) ? JSON.stringify(choice) : String(choice)) === value
  );
  if (named !== undefined) return named;
  const types = typesOf(schema);
  // If the schema allows text, it is text: 007 is not a number then.
  if (types.length === 0 || types.includes("string")) return value;
  const bad = () =>
    new UserError("argument_value", { name, value: oneLine(value, 80), type: types.join("/") });
  if (types.includes("boolean") && /^(true|false)$/.test(value)) return value === "true";
  if (types.includes("null") && value === "null") return null;
  if (types.includes("number") || types.includes("integer")) {
    const number = value.trim() === "" ? NaN : Number(value);
    if (!Number.isFinite(number)) throw bad();
    if (!types.includes("number") && !Number.isInteger(number)) throw bad();
    // A number does not hold all its digits.
    return /^-?(0|[1-9]\d*)$/.test(value) ? parseExact(value) : number;
  }
  if (!types.includes("object") && !types.includes("array")) throw bad();
  const parsed = parseJson(value, name, types.join("/"));
  const type = Array.isArray(parsed) ? "array" : parsed === null ? "null" : typeof parsed;
  if (!types.includes(type)) throw bad();
  return parsed;
}

function parseJson(text: string, name: string, type: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new UserError("argument_value", { name, value: oneLine(text, 80), type });
  }
}

/**
 * The values that a schema allows. They need not be strings, and the schema need not give a type:
 * `enum: [1, 2]`.
 */
function choicesOf({ enum: listed, const: single }: Arguments): unknown[] {
  return [...Array.isArray(listed) ? listed : [], single].filter((each) =>
    each === null || typeof each !== "object" || isLongInteger(each)
  );
}

/** The types that a schema allows: its own and those of its alternatives. */
function typesOf(schema: unknown): unknown[] {
  const { type, anyOf, oneOf } = asObject(schema);
  const alternatives = [anyOf, oneOf].find(Array.isArray) ?? [];
  return [...[type ?? []].flat(), ...alternatives.flatMap(typesOf)];
}
