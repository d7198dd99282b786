/** What a tool answered, and the text of it that a model reads. Pure. */
import type { CallToolResult } from "@modelcontextprotocol/client";

/** Results longer than this are cut: they would not fit a model's context anyway. */
const MAX_CHARACTERS = 100_000;

/** An error begins with `Error: `, since chat completions have no mark for it. */
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
