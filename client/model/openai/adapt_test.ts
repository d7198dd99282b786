import assert from "node:assert/strict";
import fc from "fast-check";
import { type Part, refusedPart, shortId } from "./adapt.ts";

const ALL: ReadonlySet<Part> = new Set([
  "stream_options",
  "max_tokens",
  "tool_choice",
  "stream",
  "ids",
  "content",
]);
const REFUSALS: readonly (readonly [string, Part | undefined])[] = [
  [
    "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
    "max_tokens",
  ],
  ["max_tokens is too large: 8192. This model supports at most 4096.", "max_tokens"],
  ["body.stream_options: Extra inputs are not permitted", "stream_options"],
  ["Unrecognized request argument supplied: stream_options", "stream_options"],
  ["include_usage is unknown", "stream_options"],
  ["'stream' does not support true with this model.", "stream"],
  ["Streaming is not supported", "stream"],
  ["Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.", "ids"],
  ["Invalid tool_call_id", "ids"],
  ["Unsupported parameter: 'tool_choice'", "tool_choice"],
  ["messages.1.content must not be empty", "content"],
  ["text content blocks: content is blank", "content"],
  ["the upstream failed", undefined],
  ["max_completion_tokens is wrong", undefined],
  ["no", undefined],
];
for (const [message, part] of REFUSALS) {
  Deno.test(`"${message}" refuses ${part ?? "nothing that can go"}`, () => {
    assert.equal(refusedPart({ status: 400, message }, ALL), part);
    assert.equal(refusedPart({ status: 422, message }, ALL), part);
    assert.equal(refusedPart({ status: 500, message }, ALL), undefined);
  });
}

Deno.test("What was not sent is not refused", () => {
  assert.equal(
    refusedPart({ status: 400, message: "stream_options", param: "stream_options" }, new Set()),
    undefined,
  );
});

Deno.test("The parameter that the error names goes before what its words name", () => {
  const refusal = { status: 400, param: "max_tokens", message: "unknown: stream_options" };
  assert.equal(refusedPart(refusal, ALL), "max_tokens");
});

Deno.test("A short id is 9 letters or digits, always the same for the same id, and its own", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string(), { maxLength: 20 }), (ids) => {
    const short = ids.map(shortId);
    for (const id of short) assert.match(id, /^[A-Za-z0-9]{9}$/);
    assert.deepEqual(short, ids.map(shortId));
    assert.equal(new Set(short).size, ids.length);
    assert.deepEqual(short.map(shortId), short);
  }));
});
