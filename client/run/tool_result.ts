/**
 * The result of a tool call as the text that a model reads. Pure.
 *
 * @module
 */
import type { CallToolResult } from "@modelcontextprotocol/client";

/** Longer results are cut: they would not fit into a model's context. */
const MAX_CHARACTERS = 100_000;

/**
 * The text of a result. An error begins with `Error: `, since chat completions have no other way to mark it. Images
 * and other binary content are only named; a long text is cut.
 */
export function resultText({ content, structuredContent, isError }: CallToolResult): string {
  const blocks = content.map((block) => {
    switch (block.type) {
      case "text":
        return block.text;
      case "resource":
        return "text" in block.resource ? block.resource.text : `[resource ${block.resource.uri}]`;
      case "resource_link":
        return `[resource ${block.uri}]`;
      default:
        return `[${block.type}, ${block.mimeType}]`;
    }
  });
  const text = blocks.length > 0 || structuredContent === undefined
    ? blocks.join("\n")
    : JSON.stringify(structuredContent);
  const cut = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) + "\n[cut]" : text;
  return isError ? `Error: ${cut}` : cut;
}
