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
  "a list of errors": [{ errors: [{ message: "no" }, { message: "never" }] }, "no; never"],
  "an error that a proxy passes on as text": [
    { error: { message: '{"error":{"message":"no","code":5}}' } },
    "no",
  ],
  "a message that is an object with a text": [{ error: { message: { text: "no" } } }, "no"],
  "a problem (RFC 9457)": [{ type: "about:blank", title: "no", status: 400 }, "no"],
  "an OAuth error": [{ error_description: "no" }, "no"],
  "an object without words": [{ a: 1 }, '{"a":1}'],
  "nothing": ["", ""],
  "a page": [
    "<!DOCTYPE html><head><title> Bad gateway </title>",
    '(a web page: "Bad gateway")',
  ],
  "a page without a title": ["<html><p>x", "(a web page)"],
};
for (const [name, [body, message]] of Object.entries(BODIES)) {
  Deno.test(`What an error says is found in ${name}`, () => {
    assert.equal(readErrorBody(typeof body === "string" ? body : JSON.stringify(body)).message, message);
  });
}

Deno.test("The parameter that an error names is kept", () => {
  assert.equal(readErrorBody('{"error":{"message":"no","param":"stream_options"}}').param, "stream_options");
});

Deno.test("The pause that Google's errors ask for is read", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "38.5s" }];
  const error = { code: 429, message: "no", status: "RESOURCE_EXHAUSTED", details };
  assert.equal(readErrorBody(JSON.stringify([{ error }])).pauseMs, 38_500);
  assert.equal(
    readErrorBody(JSON.stringify({ error: { ...error, details: [{ retryDelay: 1 }] } })).pauseMs,
    undefined,
  );
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
