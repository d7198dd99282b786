import assert from "node:assert/strict";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { resultText } from "./tool_result.ts";

const text = (value: string) => ({ type: "text" as const, text: value });

const CASES: Record<string, [CallToolResult, string]> = {
  "one text": [{ content: [text("It is noon.")] }, "It is noon."],
  "several texts, a line each": [{ content: [text("one"), text("two")] }, "one\ntwo"],
  "no content": [{ content: [] }, ""],
  "data if there is no text": [{ content: [], structuredContent: { a: 1 } }, '{"a":1}'],
  "text rather than the same as data": [{ content: [text("one")], structuredContent: { a: 1 } }, "one"],
  "a resource's text": [
    { content: [{ type: "resource", resource: { uri: "time://now", text: "noon" } }] },
    "noon",
  ],
  "a binary resource by its address": [
    { content: [{ type: "resource", resource: { uri: "file:///a.bin", blob: "AAAA" } }] },
    "[resource file:///a.bin]",
  ],
  "a link by its address": [
    { content: [{ type: "resource_link", uri: "time://zones", name: "zones" }] },
    "[resource time://zones]",
  ],
  "an image by its type": [
    { content: [{ type: "image", data: "AAAA", mimeType: "image/png" }] },
    "[image, image/png]",
  ],
  "audio by its type": [
    { content: [text("Listen:"), { type: "audio", data: "AAAA", mimeType: "audio/wav" }] },
    "Listen:\n[audio, audio/wav]",
  ],
  "an error with its mark": [{ content: [text("no such zone")], isError: true }, "Error: no such zone"],
  "an error without a text": [{ content: [], isError: true }, "Error: "],
  "isError false as no error": [{ content: [text("fine")], isError: false }, "fine"],
};

for (const [name, [result, expected]] of Object.entries(CASES)) {
  Deno.test(`resultText gives ${name}`, () => {
    assert.equal(resultText(result), expected);
  });
}

Deno.test("resultText truncates a result too large for any context, and says so", () => {
  const whole = "x".repeat(100_000);
  assert.equal(resultText({ content: [text(whole)] }), whole);
  assert.equal(resultText({ content: [text(whole + "y")] }), whole + "\n[cut]");
  assert.equal(resultText({ content: [text(whole + "y")], isError: true }), `Error: ${whole}\n[cut]`);
});
