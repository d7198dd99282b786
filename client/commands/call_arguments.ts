/** A tool's arguments from the words of a command line, typed by the tool's schema. Pure. */
import type { Tool } from "@modelcontextprotocol/client";
import { closest, distance } from "fastest-levenshtein";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { asObject } from "../../lib/json.ts";

type Arguments = Record<string, unknown>;

/**
 * `key=value` is read as the schema's type for `key` says, and as text where it says nothing; `key:=JSON`
 * takes any value; a value that the schema names is that value; a key given again makes a list where the schema wants one.
 *
 * @param base what the words add to and override
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

/** Arguments that the schema does not know, each with the nearest that it knows, or `""`. */
export function unknownArguments(
  args: Arguments,
  { properties = {}, additionalProperties }: Tool["inputSchema"],
): { readonly name: string; readonly near: string }[] {
  if (additionalProperties) return [];
  const known = Object.keys(properties);
  return Object.keys(args).filter((name) => !known.includes(name)).map((name) => {
    const near = known.length > 0 ? closest(name, known) : "";
    return { name, near: distance(name, near) <= Math.max(2, name.length / 2) ? near : "" };
  });
}

/** What `--input` gives: a JSON object. */
export function readInput(text: string): Arguments {
  const value = parseJson(text, "--input", "JSON");
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Arguments;
  throw new UserError("argument_value", { name: "--input", value: oneLine(text, 80), type: "object" });
}

function readValue(value: string, schema: Arguments, name: string): unknown {
  const named = choicesOf(schema).find((choice) => String(choice) === value);
  if (named !== undefined) return named;
  const types = typesOf(schema);
  // Whoever allows text gets text: 007 is no number then.
  if (types.length === 0 || types.includes("string")) return value;
  const bad = () =>
    new UserError("argument_value", { name, value: oneLine(value, 80), type: types.join("/") });
  if (types.includes("boolean") && /^(true|false)$/.test(value)) return value === "true";
  if (types.includes("null") && value === "null") return null;
  if (types.includes("number") || types.includes("integer")) {
    const number = value.trim() === "" ? NaN : Number(value);
    if (!Number.isFinite(number)) throw bad();
    if (!types.includes("number") && !Number.isInteger(number)) throw bad();
    return number;
  }
  if (!types.includes("object") && !types.includes("array")) throw bad();
  const parsed = parseJson(value, name, types.join("/"));
  const type = Array.isArray(parsed) ? "array" : parsed === null ? "null" : typeof parsed;
  if (!types.includes(type)) throw bad();
  return parsed;
}

function parseJson(text: string, name: string, type: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError("argument_value", { name, value: oneLine(text, 80), type });
  }
}

/** The values that a schema names, which need not be texts, nor have a type besides: `enum: [1, 2]`. */
function choicesOf({ enum: named, const: only }: Arguments): unknown[] {
  return [...Array.isArray(named) ? named : [], only].filter((each) =>
    each === null || typeof each !== "object"
  );
}

/** The types that a schema allows: its own, or those of its alternatives. */
function typesOf(schema: unknown): unknown[] {
  const { type, anyOf, oneOf } = asObject(schema);
  const alternatives = [anyOf, oneOf].find(Array.isArray) ?? [];
  return [...[type ?? []].flat(), ...alternatives.flatMap(typesOf)];
}
