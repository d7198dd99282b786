/**
 * A page of `tools/list` as the specification wants it (MCP 2025-11-25, `server/tools`). Pure.
 *
 * @module
 */
import { isSpecType } from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import type { OnDeviation } from "./deviation.ts";
import { isJsonObject, type JsonObject, withoutNulls } from "./nulls.ts";

/**
 * The page with each tool that can be read. A tool that cannot be used is left out and reported by
 * its name, so that the others stay available.
 *
 * @param seen the cursors that led to this page and the pages before it
 * @param names the names on the pages before it: of two tools with the same name a call reaches only one
 */
export function repairToolPage(
  page: JsonObject,
  { seen, names }: { readonly seen: Set<unknown>; readonly names: Set<string> },
  onDeviation: OnDeviation,
): JsonObject {
  const { nextCursor, ...rest } = withoutNulls(page);
  const listed = rest.tools ?? [];
  if (!Array.isArray(rest.tools)) onDeviation({ kind: "toolsAbsent" });
  const readable = Array.isArray(listed) ? listed.flatMap((tool) => repairTool(tool, onDeviation)) : [];
  const tools = readable.filter(({ name }) => {
    const isFirst = !names.has(String(name));
    if (!isFirst) onDeviation({ kind: "toolRepeated", name: oneLine(String(name), 80) });
    names.add(String(name));
    return isFirst;
  });
  const repaired: JsonObject = { ...rest, tools };
  if (nextCursor === undefined) return repaired;
  if (seen.has(nextCursor)) {
    onDeviation({ kind: "listRepeats" });
    return repaired;
  }
  seen.add(nextCursor);
  return { ...repaired, nextCursor: typeof nextCursor === "number" ? String(nextCursor) : nextCursor };
}

function repairTool(listed: unknown, onDeviation: OnDeviation): JsonObject[] {
  const name = nameOf(listed);
  if (!isJsonObject(listed) || typeof listed.name !== "string") {
    onDeviation({ kind: "toolSkipped", name });
    return [];
  }
  const { annotations, outputSchema, inputSchema, ...rest } = withoutNulls(listed);
  const tool: JsonObject = { ...rest, inputSchema: repairInputSchema(inputSchema) };
  if (isJsonObject(annotations)) tool.annotations = withoutNulls(annotations);
  if (isJsonObject(outputSchema)) tool.outputSchema = withoutNulls(outputSchema);
  if (isJsonObject(tool.inputSchema) && inputSchema === undefined) {
    onDeviation({ kind: "schemaAbsent", name });
  }
  if (isSpecType.Tool(tool)) return [tool];
  // The members that a call needs, without those that only describe the tool.
  const bare = { name: tool.name, inputSchema: tool.inputSchema, ...described(tool) };
  const isUsable = isSpecType.Tool(bare);
  onDeviation({ kind: isUsable ? "toolSimplified" : "toolSkipped", name });
  return isUsable ? [bare as JsonObject] : [];
}

function described({ title, description, annotations }: JsonObject): JsonObject {
  const hints = Object.entries(isJsonObject(annotations) ? annotations : {})
    .filter(([name, value]) => isSpecType.ToolAnnotations({ [name]: value }));
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    ...(hints.length > 0 ? { annotations: Object.fromEntries(hints) } : {}),
  };
}

/** A schema without `type` is meant as that of an object: the arguments of a call always are one. */
function repairInputSchema(schema: unknown): unknown {
  if (schema === undefined) return { type: "object", properties: {} };
  if (!isJsonObject(schema)) return schema;
  const { type = "object", properties, required, ...rest } = withoutNulls(schema);
  const isObject = type === "object" || Array.isArray(type) && type.includes("object");
  return {
    ...rest,
    type: isObject ? "object" : type,
    ...(isJsonObject(properties) ? { properties: withoutNulls(properties) } : {}),
    ...(Array.isArray(required) ? { required: required.filter((each) => typeof each === "string") } : {}),
  };
}

function nameOf(tool: unknown): string {
  const name = isJsonObject(tool) && typeof tool.name === "string" ? tool.name : JSON.stringify(tool);
  return oneLine(name, 80);
}
