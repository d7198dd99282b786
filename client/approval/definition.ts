/**
 * The definition of a tool, and its hash. Pure.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/client";
import { isLongInteger } from "../../lib/exact_json.ts";

/** The part of a tool that the user approves: what the model reads, and what the tool takes. */
export type Definition = Pick<
  Tool,
  "name" | "title" | "description" | "inputSchema" | "outputSchema" | "annotations"
>;

/** The definition of a tool as `tools/list` returned it. */
export function definitionOf(tool: Tool): Definition {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return { name, title, description, inputSchema, outputSchema, annotations };
}

/** The SHA-256 hash of a definition, in hexadecimal. The order of its properties does not matter. */
export function definitionHash(definition: Definition): string {
  return createHash("sha256").update(JSON.stringify(ordered(definition))).digest("hex");
}

/** A copy of a JSON value with the properties of all objects sorted by name. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null || isLongInteger(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  // Not by assignment: a property may be called __proto__.
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, ordered(v)]));
}
