/**
 * Converts MCP tools to a form that model endpoints accept, and their names back. Pure.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/client";
import { isLongInteger } from "../../lib/exact_json.ts";
import type { Rewrite } from "../../cli/messages/messages.ts";
import type { ModelTool } from "./model.ts";

/** Tools for a model endpoint. */
export interface ConvertedTools {
  /** The tools, in the order in which they were given. */
  readonly tools: readonly ModelTool[];
  /** The MCP name for each name that the model uses. */
  readonly names: ReadonlyMap<string, string>;
  /** What was changed in the schemas of tools, for those that were changed. */
  readonly rewrites: readonly { readonly tool: string; readonly what: readonly Rewrite[] }[];
}

/** Converts names and schemas. */
export function convertTools(tools: readonly Tool[]): ConvertedTools {
  const names = new Map<string, string>();
  const converted = tools.map(({ name, title, description, inputSchema }) => {
    const modelName = acceptableName(name, names);
    names.set(modelName, name);
    const { schema, what } = acceptableSchema(inputSchema);
    return {
      tool: { name: modelName, description: description ?? title ?? name, parameters: schema },
      rewrite: { tool: name, what },
    };
  });
  return {
    tools: converted.map(({ tool }) => tool),
    names,
    rewrites: converted.map(({ rewrite }) => rewrite).filter(({ what }) => what.length > 0),
  };
}

/** A readable and unique name that matches `^[A-Za-z0-9_-]{1,64}$`: a changed name gets a short hash. */
function acceptableName(name: string, taken: ReadonlyMap<string, string>): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name) && !taken.has(name)) return name;
  const readable = name.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 55);
  for (let salt = "";; salt += "+") {
    const hash = createHash("sha256").update(name + salt).digest("hex").slice(0, 8);
    if (!taken.has(`${readable}_${hash}`)) return `${readable}_${hash}`;
  }
}

type Schema = Record<string, unknown>;

/**
 * A schema without `$schema`, with `properties` at the root and `items` in arrays, as some endpoints require; and
 * without any `$ref` to another document, since no endpoint should fetch a URL that a server names.
 */
function acceptableSchema(given: Schema): { schema: Schema; what: readonly Rewrite[] } {
  const what = new Set<Rewrite>();
  const { $schema, ...rest } = given;
  if ($schema !== undefined) what.add("no$schema");
  if (rest.type !== "object") what.add("type");
  if (rest.properties === undefined) what.add("properties");
  const rooted = { ...rest, type: "object", properties: rest.properties ?? {} };
  return { schema: rewritten(rooted, what) as Schema, what: [...what] };
}

/** Keywords whose values are data, not schemas. */
const DATA = new Set(["const", "default", "enum", "examples"]);

/** Keywords whose values are schemas by name. */
const MAPS = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

function rewritten(value: unknown, what: Set<Rewrite>, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((each) => rewritten(each, what));
  if (typeof value !== "object" || value === null || isLongInteger(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [
    key,
    !isMap && DATA.has(key) ? child : rewritten(child, what, !isMap && MAPS.has(key)),
  ]);
  const copy: Schema = Object.fromEntries(entries);
  if (isMap) return copy;
  if (typeof copy.$ref === "string" && !copy.$ref.startsWith("#")) {
    what.add("noRemote$ref");
    delete copy.$ref;
  }
  if (![copy.type].flat().includes("array") || "items" in copy) return copy;
  what.add("items");
  return { ...copy, items: {} };
}
