import assert from "node:assert/strict";
import { accentsIn } from "./accents.ts";

const EVENTS = new Headers({ "content-type": "text/event-stream" });
const JSON_TYPE = new Headers({ "content-type": "application/json" });

const streamed = (...chunks: unknown[]) =>
  chunks.map((each) => `data: ${typeof each === "string" ? each : JSON.stringify(each)}\n\n`).join("");
const chunk = (delta: unknown, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const seen = (body: string, headers = EVENTS, isWhole = true) =>
  accentsIn({ sent: '{"stream":true}', headers, body, isWhole });

Deno.test("an answer as OpenAI sends it has no accent, nor one that was read up to [DONE] only", () => {
  const call = { index: 0, id: "a", type: "function", function: { name: "t", arguments: "" } };
  const body = streamed(
    chunk({ role: "assistant", content: null }),
    chunk({ tool_calls: [call] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: "1}" } }] }),
    chunk({}, "tool_calls"),
    "[DONE]",
  );
  assert.deepEqual(seen(body), []);
  assert.deepEqual(seen(body.slice(0, body.indexOf("data: [DONE]")), EVENTS, false), []);
});

Deno.test("pieces of arguments are put together before they are judged", () => {
  const piece = (args: string) => chunk({ tool_calls: [{ index: 0, function: { arguments: args } }] });
  const twice = JSON.stringify(JSON.stringify({ a: 1 }));
  const body = streamed(piece(twice.slice(0, 5)), piece(twice.slice(5)), chunk({}, "tool_calls"), "[DONE]");
  assert.deepEqual(seen(body), ["double-arguments"]);
});

Deno.test("several accents of one answer are all named", () => {
  const call = { function: { name: "t", arguments: { a: 1 } } };
  const body = `: busy\n\n${streamed(chunk({ tool_calls: [call] }), chunk({}, "stop"))}`;
  assert.deepEqual(
    seen(body, new Headers()).toSorted(),
    ["comments", "no-content-type", "no-done", "no-ids", "no-index", "object-arguments", "stop-with-calls"],
  );
});

Deno.test("a whole answer to a request for a stream is one accent; one that is not JSON is not judged further", () => {
  const whole = JSON.stringify({ choices: [{ message: { content: "x" }, finish_reason: "stop" }] });
  assert.deepEqual(seen(whole, JSON_TYPE), ["never-streamed"]);
  assert.deepEqual(accentsIn({ sent: "{}", headers: JSON_TYPE, body: whole, isWhole: true }), []);
});
