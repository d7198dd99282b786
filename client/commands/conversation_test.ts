import assert from "node:assert/strict";
import fc from "fast-check";
import { latest } from "./conversation.ts";
import type { ModelMessage } from "../model/model.ts";

const text = fc.string({ maxLength: 30 });
const call = fc.record({ id: fc.string(), name: text, written: text, arguments: fc.constant({ ok: {} }) });
const round: fc.Arbitrary<ModelMessage[]> = fc.tuple(text, fc.array(call, { maxLength: 2 }), text).map(
  ([content, calls, result]) => [
    { role: "assistant", content, calls },
    ...calls.map(({ id }): ModelMessage => ({ role: "tool", callId: id, content: result })),
  ],
);
const turn = fc.tuple(text, fc.array(round, { minLength: 1, maxLength: 3 })).map(
  ([content, rounds]): ModelMessage[] => [{ role: "user", content }, ...rounds.flat()],
);
const conversation = fc.array(turn, { minLength: 1, maxLength: 6 });

function size(messages: readonly ModelMessage[]): number {
  return messages.flatMap((message) => [
    message.content,
    ...(message.role === "assistant" ? message.calls.flatMap(({ name, written }) => [name, written]) : []),
  ]).join("").length;
}

Deno.test("the history consists of the last whole turns that fit, and always of the last one", () => {
  fc.assert(fc.property(conversation, fc.nat(400), (turns, most) => {
    const kept = latest(turns.flat(), most);
    assert.equal(kept[0]?.role, "user");
    const count = kept.filter(({ role }) => role === "user").length;
    assert.deepEqual(kept, turns.slice(-count).flat());
    if (count > 1) assert.ok(size(kept) <= most);
    if (count < turns.length) assert.ok(size(turns.slice(-count - 1).flat()) > most);
  }));
});

Deno.test("the latest part of an empty conversation is empty", () => assert.deepEqual(latest([], 10), []));

Deno.test("reasoning counts towards the size of the history", () => {
  const turns: ModelMessage[] = ["a", "b"].flatMap((content) => [
    { role: "user", content },
    { role: "assistant", content, calls: [], reasoning: "x".repeat(60) },
  ]);
  assert.equal(latest(turns, 100).length, 2);
  assert.equal(latest(turns, 200).length, 4);
});
