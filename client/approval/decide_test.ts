import assert from "node:assert/strict";
import fc from "fast-check";
import { decide } from "./decide.ts";

const MARKS = {
  unmarked: undefined,
  "read-only": { readOnlyHint: true },
  writing: { readOnlyHint: false, destructiveHint: false },
  destructive: { destructiveHint: true },
} as const;
const PINS = {
  new: undefined,
  known: { hash: "now", isAlways: false },
  always: { hash: "now", isAlways: true },
  changed: { hash: "before", isAlways: true },
} as const;

/** What happens on a terminal and without one, by the rule. */
const RULE: readonly [keyof typeof MARKS, keyof typeof PINS, string, string][] = [
  ["unmarked", "new", "ask unmarked", "run"],
  ["unmarked", "known", "ask unmarked", "run"],
  ["unmarked", "always", "run", "run"],
  ["unmarked", "changed", "ask changed", "refuse changed"],
  ["writing", "new", "ask unmarked", "run"],
  ["writing", "known", "ask unmarked", "run"],
  ["writing", "always", "run", "run"],
  ["writing", "changed", "ask changed", "refuse changed"],
  ["read-only", "new", "run", "run"],
  ["read-only", "known", "run", "run"],
  ["read-only", "always", "run", "run"],
  ["read-only", "changed", "ask changed", "refuse changed"],
  ["destructive", "new", "ask destructive", "refuse destructive"],
  ["destructive", "known", "ask destructive", "refuse destructive"],
  ["destructive", "always", "run", "run"],
  ["destructive", "changed", "ask changed", "refuse changed"],
];

for (const [mark, pin, onTerminal, without] of RULE) {
  Deno.test(`a ${mark} tool, ${pin}: ${onTerminal} on a terminal, ${without} without`, () => {
    const circumstances = { annotations: MARKS[mark], hash: "now", pin: PINS[pin], isAllowed: false };
    for (const [canAsk, expected] of [[true, onTerminal], [false, without]] as const) {
      const decision = decide({ ...circumstances, canAsk });
      const told = decision.kind === "run" ? "run" : `${decision.kind} ${decision.reason}`;
      assert.equal(told, expected);
      assert.deepEqual(decide({ ...circumstances, canAsk, isAllowed: true }), { kind: "run" });
    }
  });
}

const hint = fc.option(fc.boolean(), { nil: undefined });
const hash = fc.constantFrom("a", "b");
const circumstances = fc.record({
  annotations: fc.option(fc.record({ readOnlyHint: hint, destructiveHint: hint }), { nil: undefined }),
  hash,
  pin: fc.option(fc.record({ hash, isAlways: fc.boolean() }), { nil: undefined }),
  isAllowed: fc.constant(false),
  canAsk: fc.boolean(),
});

Deno.test("a changed definition never runs without approval, whatever hints the server gives", () => {
  fc.assert(fc.property(circumstances, (given) => {
    fc.pre(given.pin !== undefined && given.pin.hash !== given.hash);
    assert.notEqual(decide(given as Parameters<typeof decide>[0]).kind, "run");
  }));
});

Deno.test("without a terminal the user is never asked, and on a terminal no call is refused unasked", () => {
  fc.assert(fc.property(circumstances, (given) => {
    const { kind } = decide(given as Parameters<typeof decide>[0]);
    assert.notEqual(kind, given.canAsk ? "refuse" : "ask");
  }));
});
