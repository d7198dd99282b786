import assert from "node:assert/strict";
import fc from "fast-check";
import { readErrorBody } from "./error_body.ts";

const BODIES: Readonly<Record<string, readonly [unknown, string]>> = {
  "OpenAI's": [{ error: { message: "no", type: "x", param: "p", code: 1 } }, "no"],
  "an error that is a text (Ollama)": [{ error: "no" }, "no"],
  "a bare message (vLLM)": [{ object: "error", message: "no", code: 400 }, "no"],
  "a message that is an object (Mistral)": [
    { object: "error", message: { detail: [{ loc: ["body", "x"], msg: "no" }] } },
    "body.x: no",
  ],
  "a detail (FastAPI)": [{ detail: "no" }, "no"],
  "several details": [{ detail: [{ loc: ["a"], msg: "no" }, { msg: "never" }] }, "a: no; never"],
  "an error in an error": [{ error: { error: { message: "no" } } }, "no"],
  "a text": ["no", "no"],
  "an object without words": [{ a: 1 }, '{"a":1}'],
  "nothing": ["", ""],
  "a page": [
    "<!DOCTYPE html><head><title> Bad gateway </title>",
    'it answers with a web page, "Bad gateway"',
  ],
  "a page without a title": ["<html><p>x", "it answers with a web page"],
};
for (const [name, [body, message]] of Object.entries(BODIES)) {
  Deno.test(`What an error says is found in ${name}`, () => {
    assert.equal(readErrorBody(typeof body === "string" ? body : JSON.stringify(body)).message, message);
  });
}

Deno.test("The parameter that an error names is kept", () => {
  assert.equal(readErrorBody('{"error":{"message":"no","param":"stream_options"}}').param, "stream_options");
});

Deno.test("Any error body has a message that is a text", () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
    assert.equal(typeof readErrorBody(text).message, "string");
  }));
});

Deno.test("An error that is nested too deep, or whose place is not a path, is read without a failure", () => {
  const deep = `{"error":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  assert.equal(readErrorBody(deep).message, deep);
  assert.equal(readErrorBody('{"detail":[{"loc":[{"toString":null}],"msg":"no"}]}').message, "no");
});
