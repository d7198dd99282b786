import assert from "node:assert/strict";
import type { EraSeen, StreamSeen } from "./era_seen.ts";
import { codeOf, type Found } from "./finding.ts";
import { createRules } from "./rules.ts";
import { judgeStreams } from "./streams.ts";

const stream = (
  firstEventMs: number | undefined,
  hasEnd = false,
  encoding: string | null = null,
): StreamSeen => ({
  firstEventMs,
  hasEnd,
  encoding,
});

function codesOf(...streams: StreamSeen[]): string[] {
  const all: Found[] = [];
  const era: EraSeen = {
    era: "2024",
    url: new URL("http://test.invalid/sse"),
    rules: createRules(),
    streams,
    kind: "silent",
  };
  judgeStreams([era], (each) => void all.push(each));
  return all.map(codeOf);
}

Deno.test("a silent stream is held back if answers that end come as streams, and silent if none comes", () => {
  assert.deepEqual(codesOf(stream(undefined), stream(5, true)), ["stream_held_back", "stream_prompt"]);
  assert.deepEqual(codesOf(stream(undefined), stream(undefined, true)), ["stream_silent", "stream_silent"]);
  assert.deepEqual(codesOf(stream(undefined)), ["stream_silent"]);
});

Deno.test("a compressed stream is blamed only if nothing comes", () => {
  assert.deepEqual(codesOf(stream(3, false, "gzip")), ["stream_prompt"]);
  assert.deepEqual(codesOf(stream(undefined, false, "br"), stream(5, true)), [
    "stream_compressed",
    "stream_prompt",
  ]);
  assert.deepEqual(codesOf(stream(undefined, false, "identity")), ["stream_silent"]);
});

Deno.test("a server without streams has nothing to judge", () => {
  assert.deepEqual(codesOf(), ["no_stream"]);
});
