/**
 * The result of `tools/call` with everything in it that can be read (MCP 2025-11-25, `server/tools`, Tool Result).
 * The tool has run: what it returned must not be lost for a detail. Pure.
 *
 * @module
 */
import { isSpecType } from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import type { OnDeviation } from "./deviation.ts";
import { jsonText } from "./integers.ts";
import { isJsonObject, type JsonObject, withoutNulls } from "./nulls.ts";

/** Read by the model in place of a result that has neither content nor structured content. */
export const NO_CONTENT = "The tool ran, but the server returned neither content nor structured content.";

/**
 * The result in the form that the specification gives it.
 *
 * @param isModern whether the revision is of 2026, in which structured content may be any value
 */
export function repairCallResult(
  received: unknown,
  isModern: boolean,
  onDeviation: OnDeviation,
): JsonObject {
  const result = withoutNulls(
    isJsonObject(received) ? received : received == null ? {} : { content: received },
  );
  const { content, structuredContent, isError, toolResult, ...rest } = result;
  // Only the revision 2024-10-07 knows `toolResult`.
  const blocks = blocksOf(content ?? toolResult, onDeviation);
  const repaired: JsonObject = { ...rest, content: blocks };
  if (structuredContent !== undefined) {
    if (isModern || isJsonObject(structuredContent)) repaired.structuredContent = structuredContent;
    else {
      onDeviation({ kind: "structuredContentForm" });
      if (blocks.length === 0) blocks.push(textBlock(jsonText(structuredContent)));
    }
  }
  if (isError === true || isError === "true") repaired.isError = true;
  else if (isError !== undefined) repaired.isError = false;
  const isEmpty = !Array.isArray(content) && toolResult === undefined && blocks.length === 0;
  if (!isEmpty || structuredContent !== undefined) return repaired;
  onDeviation({ kind: "resultEmpty" });
  return { ...repaired, content: [textBlock(NO_CONTENT)], isError: true };
}

function blocksOf(content: unknown, onDeviation: OnDeviation): JsonObject[] {
  if (content === undefined) return [];
  if (Array.isArray(content)) {
    return content.filter((block) => block !== null).map((block) => repairBlock(block, onDeviation));
  }
  return [repairBlock(content, onDeviation)];
}

function repairBlock(received: unknown, onDeviation: OnDeviation): JsonObject {
  const block = isJsonObject(received) ? withoutNulls(received) : received;
  if (isSpecType.ContentBlock(block)) return block as unknown as JsonObject;
  const named = isJsonObject(block) ? block.type : typeof block;
  const type = typeof named === "string" ? named : JSON.stringify(named) ?? "?";
  onDeviation({ kind: "blockForm", name: oneLine(type, 40) });
  if (!isJsonObject(block)) return textBlock(typeof block === "string" ? block : jsonText(block));
  const { annotations: _, _meta: __, ...bare } = block;
  for (const candidate of [bare, completed(bare)]) {
    if (isSpecType.ContentBlock(candidate)) return candidate as unknown as JsonObject;
  }
  return textBlock(typeof block.text === "string" ? block.text : jsonText(bare));
}

/** With a general value for what the specification requires and the server left out. */
function completed(block: JsonObject): JsonObject {
  switch (block.type) {
    case "image":
    case "audio":
      return { ...block, mimeType: "application/octet-stream" };
    case "resource_link":
      return { ...block, name: String(block.name ?? block.title ?? block.uri) };
    case "resource":
      return isJsonObject(block.resource) ? { ...block, resource: withoutNulls(block.resource) } : block;
    default:
      return block;
  }
}

function textBlock(text: string): JsonObject {
  return { type: "text", text };
}
