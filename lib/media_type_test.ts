import assert from "node:assert/strict";
import { accepts, essenceOf, isEventStream } from "./media_type.ts";

Deno.test("Accept: the most specific range decides, by its q-value; no header allows everything", () => {
  const cases: [string | null, boolean][] = [
    [null, true],
    ["text/event-stream", true],
    ["application/json, text/event-stream", true],
    ["TEXT/Event-Stream; charset=utf-8", true],
    ["text/*", true],
    ["*/*;q=0.1", true],
    ["text/event-stream;q=0", false],
    ["text/event-stream; q=0.000", false],
    ["text/event-stream;q=0, */*", false],
    ["*/*, text/*;q=0", false],
    ["*/*;q=0, text/event-stream;q=0.1", true],
    ["application/json", false],
    ["text/event-streams", false],
    ["", false],
  ];
  for (const [header, expected] of cases) {
    assert.equal(accepts(header, "text/event-stream"), expected, `${header}`);
  }
});

Deno.test("media types are compared case-insensitively and without parameters", () => {
  const isStream = (type: string) => isEventStream(new Headers({ "content-type": type }));
  for (const type of ["text/event-stream", "Text/Event-Stream", "text/event-stream ;charset=utf-8"]) {
    assert.ok(isStream(type), type);
  }
  for (const type of ["text/event-streams", "application/json"]) assert.ok(!isStream(type), type);
  assert.ok(!isEventStream(new Headers()));
  assert.equal(essenceOf("Text/HTML; charset=utf-8"), "text/html");
  assert.equal(essenceOf(null), "");
});
