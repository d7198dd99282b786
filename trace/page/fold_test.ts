import assert from "node:assert/strict";
import fc from "fast-check";
import { type Exchange, foldExchange, type TraceEvent } from "../exchange.ts";
import { createStore, fold } from "./fold.js";

const EXCHANGE: Exchange = {
  id: 1,
  peer: "mcp_server",
  client: "c",
  step: "tools_call",
  startedAt: "2026-07-28T12:05:09.000Z",
  method: "POST",
  url: "http://localhost:8000/mcp",
  requestHeaders: {},
  requestBody: "",
  requestBytes: 0,
  events: [],
};

const id = fc.constantFrom(1, 1, 1, 2);
const ms = fc.nat();
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** An undefined field counts as absent. */
const withoutGaps = (value: object) => JSON.parse(JSON.stringify(value)) as TraceEvent;

const happened: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("request"),
    exchange: fc.record({ peer: fc.constantFrom("mcp_server", "model"), client: fc.string() })
      .map((given) => ({ ...EXCHANGE, ...given })),
  }),
  fc.record({
    kind: fc.constant("response"),
    id,
    ms,
    status: fc.nat(599),
    headers: fc.constant({ a: "b" }),
    session: maybe(fc.string()),
  }),
  fc.record({
    kind: fc.constant("event"),
    id,
    ms,
    event: fc.string(),
    data: fc.string(),
    eventId: maybe(fc.string()),
    step: maybe(fc.constant("progress")),
    answers: maybe(fc.nat()),
    session: maybe(fc.string()),
  }),
  fc.record({
    kind: fc.constant("end"),
    id,
    ms,
    body: fc.string(),
    bytes: fc.nat(),
    aborted: maybe(fc.constant(true)),
  }),
  fc.record({ kind: fc.constant("failure"), id, ms, message: fc.string() }),
).map(withoutGaps);

Deno.test("the page updates exchanges in the same way as every other sink", () => {
  fc.assert(fc.property(fc.array(happened), (events) => {
    let [ours, theirs]: (Exchange | undefined)[] = [];
    for (const event of events) {
      ours = fold(ours, event) ?? ours;
      theirs = foldExchange(theirs, event) ?? theirs;
      assert.deepEqual(ours, theirs);
    }
  }));
});

for (const [peer, most] of [["mcp_server", 500], ["model", 20]] as const) {
  Deno.test(`the page keeps ${most} events of an exchange with ${peer}, as the record does`, () => {
    let [ours, theirs]: (Exchange | undefined)[] = [{ ...EXCHANGE, peer }, { ...EXCHANGE, peer }];
    for (let count = 0; count < most + 7; count++) {
      const event = { kind: "event", id: 1, ms: count, event: "message", data: "" } as const;
      ours = fold(ours, event);
      theirs = foldExchange(theirs, event);
    }
    assert.equal(ours?.events.length, most);
    assert.equal(ours?.droppedEvents, 7);
    assert.deepEqual(ours, theirs);
  });
}

Deno.test("a store keeps the last exchanges, and ignores events of dropped ones", () => {
  const store = createStore(2);
  for (const id of [1, 2, 3]) store.take({ kind: "request", exchange: { ...EXCHANGE, id } });
  assert.deepEqual([...store.exchanges.keys()], [2, 3]);
  assert.equal(store.take({ kind: "end", id: 1, ms: 1, body: "", bytes: 0 }), undefined);
  assert.equal(store.take({ kind: "end", id: 3, ms: 1, body: "x", bytes: 1 })?.responseBody, "x");
});
