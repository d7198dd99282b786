/** What a tool is, as its server defines it: pinned by a hash, and compared when it changes. Pure. */
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/client";
import { diffLines } from "diff";
import { printableJson } from "../../cli/terminal.ts";

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

const MAX_EDITS = 2_000;

/** The lines that differ, `- ` before those of `before` and `+ ` before those of `after`. */
export function changedLines(before: Definition, after: Definition): string[] {
  const text = (definition: Definition) => printableJson(ordered(definition), 2) + "\n";
  // Its work is square to what differs, and a server chooses that.
  const differences = diffLines(text(before), text(after), { maxEditLength: MAX_EDITS }) ?? [
    { value: text(before), removed: true, added: false },
    { value: text(after), removed: false, added: true },
  ];
  return differences.flatMap(({ added, removed, value }) =>
    added || removed ? value.trimEnd().split("\n").map((line) => `${added ? "+" : "-"} ${line}`) : []
  );
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  // Not by assignment: a property may be called __proto__.
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, ordered(v)]));
}
