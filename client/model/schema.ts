/** MCP tools made acceptable for model endpoints, with the way back. Pure. */
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/client";
import type { ModelTool } from "./model.ts";

export interface ConvertedTools {
  readonly tools: readonly ModelTool[];
  /** The MCP name by the model's name. */
  readonly names: ReadonlyMap<string, string>;
}

export function convertTools(tools: readonly Tool[]): ConvertedTools {
  const names = new Map<string, string>();
  const converted = tools.map(({ name, title, description, inputSchema }) => {
    const modelName = acceptableName(name, names);
    names.set(modelName, name);
    return {
      name: modelName,
      description: description ?? title ?? name,
      parameters: acceptableSchema(inputSchema),
    };
  });
  return { tools: converted, names };
}

/** `^[A-Za-z0-9_-]{1,64}$`, readable, and its own: a short hash is added where the name had to change. */
function acceptableName(name: string, taken: ReadonlyMap<string, string>): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name) && !taken.has(name)) return name;
  const readable = name.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 55);
  for (let salt = "";; salt += "+") {
    const hash = createHash("sha256").update(name + salt).digest("hex").slice(0, 8);
    if (!taken.has(`${readable}_${hash}`)) return `${readable}_${hash}`;
  }
}

/** Without `$schema`, with `properties` at the root and `items` in arrays: some endpoints insist. */
function acceptableSchema(schema: Record<string, unknown>): Record<string, unknown> {
  const { $schema: _, ...rest } = schema;
  return withItems({ ...rest, type: "object", properties: rest.properties ?? {} }) as Record<string, unknown>;
}

/** Keywords whose values are data, not schemas. */
const DATA = new Set(["const", "default", "enum", "examples"]);

/** Keywords whose values are schemas by name. */
const MAPS = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

function withItems(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((each) => withItems(each));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [
    key,
    !isMap && DATA.has(key) ? child : withItems(child, !isMap && MAPS.has(key)),
  ]);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  return !isMap && [copy.type].flat().includes("array") && !("items" in copy) ? { ...copy, items: {} } : copy;
}
