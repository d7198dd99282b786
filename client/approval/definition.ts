/** What a tool is, as its server defines it: pinned by a hash. Pure. */
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/client";

/** The part of a tool that a person approves: what the model is told, and what the tool takes. */
export type Definition = Pick<
  Tool,
  "name" | "title" | "description" | "inputSchema" | "outputSchema" | "annotations"
>;

export function definitionOf(tool: Tool): Definition {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return { name, title, description, inputSchema, outputSchema, annotations };
}

/** SHA-256 of the definition, whatever the order of its properties. Hexadecimal. */
export function definitionHash(definition: Definition): string {
  return createHash("sha256").update(JSON.stringify(ordered(definition))).digest("hex");
}

/** `value` with the properties of all objects in it in order. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  // Not by assignment: a property may be called __proto__.
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, ordered(v)]));
}
