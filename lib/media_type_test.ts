import assert from "node:assert/strict";
import { accepts } from "./media_type.ts";

Deno.test("Accept: names, wildcards and q=0 are read as RFC 9110 says; no header accepts all", () => {
  const cases: [string | null, boolean][] = [
    [null, true],
    ["text/event-stream", true],
    ["application/json, text/event-stream", true],
    ["TEXT/Event-Stream; charset=utf-8", true],
    ["text/*", true],
    ["*/*;q=0.1", true],
    ["text/event-stream;q=0", false],
    ["text/event-stream; q=0.000", false],
    ["application/json", false],
    ["text/event-streams", false],
    ["", false],
  ];
  for (const [header, expected] of cases) {
    assert.equal(accepts(header, "text/event-stream"), expected, `${header}`);
  }
});
