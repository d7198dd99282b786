import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate, EMPTY_REPLY, finish, type Reply } from "./accumulate.ts";

interface Piece {
  index?: unknown;
  id?: unknown;
  type?: unknown;
  function?: { name?: unknown; arguments?: unknown };
}
type Call = [id: string, name: string, args: string];

const delta = (...pieces: unknown[]) => ({ tool_calls: pieces });
const read = (deltas: readonly { tool_calls?: unknown; content?: unknown }[]): Reply =>
  finish(deltas.reduce<Reply>((reply, each) => accumulate(reply, each), EMPTY_REPLY));
const callsOf = (deltas: Parameters<typeof read>[0]): Call[] =>
  read(deltas).calls.map(({ id, name, arguments: args }) => [id, name, args]);

const CASES: Record<string, [Piece[], Call[]]> = {
  "an index, the id and the name first, the arguments in pieces (the norm)": [[
    { index: 0, id: "a", type: "function", function: { name: "time", arguments: "" } },
    { index: 0, function: { arguments: '{"tz":' } },
    { index: 0, function: { arguments: '"UTC"}' } },
  ], [["a", "time", '{"tz":"UTC"}']]],
  "several calls interleaved by index": [[
    { index: 0, id: "a", function: { name: "time", arguments: "{" } },
    { index: 1, id: "b", function: { name: "echo", arguments: "[" } },
    { index: 0, function: { arguments: "}" } },
    { index: 1, function: { arguments: "]" } },
  ], [["a", "time", "{}"], ["b", "echo", "[]"]]],
  "index always 0 with different ids (Ollama)": [[
    { index: 0, id: "a", function: { name: "time", arguments: '{"n":' } },
    { index: 0, function: { arguments: "1}" } },
    { index: 0, id: "b", function: { name: "time", arguments: '{"n":' } },
    { index: 0, function: { arguments: "2}" } },
  ], [["a", "time", '{"n":1}'], ["b", "time", '{"n":2}']]],
  "no index: an id opens, bare arguments continue": [[
    { id: "a", function: { name: "time", arguments: '{"n":' } },
    { function: { arguments: "1}" } },
    { id: "b", function: { name: "echo" } },
    { function: { arguments: "{}" } },
  ], [["a", "time", '{"n":1}'], ["b", "echo", "{}"]]],
  "the id again on every piece": [[
    { id: "a", function: { name: "time", arguments: "{" } },
    { id: "a", function: { arguments: "}" } },
  ], [["a", "time", "{}"]]],
  "an id that is there from the second piece on": [[
    { index: 0, function: { name: "time", arguments: "{" } },
    { index: 0, id: "a", function: { arguments: "}" } },
  ], [["a", "time", "{}"]]],
  'id "" and name "" on later pieces (LM Studio)': [[
    { index: 0, id: "a", function: { name: "time", arguments: "{" } },
    { index: 0, id: "", function: { name: "", arguments: "}" } },
  ], [["a", "time", "{}"]]],
  "id and name null on later pieces": [[
    { index: 0, id: "a", function: { name: "time", arguments: "{" } },
    { index: 0, id: null, type: null, function: { name: null, arguments: "}" } },
  ], [["a", "time", "{}"]]],
  "arguments as an object": [[{ id: "a", function: { name: "time", arguments: { tz: "UTC" } } }], [
    ["a", "time", '{"tz":"UTC"}'],
  ]],
  'arguments "", null and missing': [[
    { index: 0, id: "a", function: { name: "x", arguments: "" } },
    { index: 1, id: "b", function: { name: "y", arguments: null } },
    { index: 2, id: "c", function: { name: "z" } },
  ], [["a", "x", ""], ["b", "y", ""], ["c", "z", ""]]],
  "whole calls without index and id": [[
    { function: { name: "time", arguments: '{"n":1}' } },
    { function: { name: "time", arguments: '{"n":2}' } },
  ], [["", "time", '{"n":1}'], ["", "time", '{"n":2}']]],
  'whole calls with index 0 and id ""': [[
    { index: 0, id: "", function: { name: "time", arguments: "{}" } },
    { index: 0, id: "", function: { name: "echo", arguments: { a: 1 } } },
  ], [["", "time", "{}"], ["", "echo", '{"a":1}']]],
  'a whole call without arguments before another, neither with index nor id (arguments "")': [[
    { function: { name: "time", arguments: "" } },
    { function: { name: "echo", arguments: '{"a":1}' } },
  ], [["", "time", ""], ["", "echo", '{"a":1}']]],
  "a whole call without arguments before another, neither with index nor id (arguments null)": [[
    { id: "", function: { name: "time", arguments: null } },
    { id: "", function: { name: "echo", arguments: "{}" } },
  ], [["", "time", ""], ["", "echo", "{}"]]],
  "different indexes with the same id": [[
    { index: 0, id: "call", function: { name: "time", arguments: "{}" } },
    { index: 1, id: "call", function: { name: "echo", arguments: "{}" } },
  ], [["call", "time", "{}"], ["call", "echo", "{}"]]],
};

for (const [name, [pieces, expected]] of Object.entries(CASES)) {
  Deno.test(`accumulate reads ${name}`, () => {
    assert.deepEqual(callsOf(pieces.map((piece) => delta(piece))), expected, "a delta each");
    assert.deepEqual(callsOf([delta(...pieces)]), expected, "all in one delta");
  });
}

Deno.test("accumulate joins the text, and keeps the last finish_reason that was sent", () => {
  const first = accumulate(EMPTY_REPLY, { content: "It is" }, null);
  const second = accumulate(first, { content: " noon." }, "stop");
  const third = accumulate(second, { content: null }, null);
  const { text, calls, finishReason } = third;
  assert.deepEqual([text, calls, finishReason], ["It is noon.", [], "stop"]);
});

Deno.test("accumulate ignores what it cannot read", () => {
  for (const tool_calls of [undefined, null, [], "x", 1]) {
    assert.deepEqual(accumulate(EMPTY_REPLY, { tool_calls, content: true }), EMPTY_REPLY);
  }
  for (const piece of [null, "x", 1, {}, { function: null }, { function: 1 }]) {
    const { calls } = accumulate(EMPTY_REPLY, delta(piece));
    assert.deepEqual(calls.map(({ id, name, arguments: args }) => id + name + args), [""]);
  }
});

Deno.test("accumulate reads a call without its list, without its function, or with parameters, and a number as text", () => {
  const called = { name: "time", arguments: '{"zone":"UTC"}' };
  for (
    const tool_calls of [
      { id: "a", function: called },
      [{ id: "a", ...called }],
      [{ id: "a", function: "time", arguments: called.arguments }],
      [{ id: "a", function: { name: "time", parameters: { zone: "UTC" } } }],
    ]
  ) {
    const { calls: [call] } = finish(accumulate(EMPTY_REPLY, { tool_calls }));
    assert.deepEqual([call?.id, call?.name, call?.arguments], ["a", called.name, called.arguments]);
  }
  assert.equal(accumulate(EMPTY_REPLY, { content: 42 }).text, "42");
});

Deno.test("accumulate changes nothing that it was given", () => {
  const before = accumulate(
    EMPTY_REPLY,
    delta({ index: 0, id: "a", function: { name: "x", arguments: "{" } }),
  );
  const copy = structuredClone(before);
  accumulate(before, delta({ index: 0, function: { arguments: "}" } }));
  assert.deepEqual(before, copy);
  assert.deepEqual([EMPTY_REPLY.text, EMPTY_REPLY.calls], ["", []]);
});

/** Calls with different ids, each with its arguments cut into at least one piece. */
const cutCalls = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1 }),
    name: fc.string({ minLength: 1 }),
    args: fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
    cuts: fc.array(fc.nat(), { maxLength: 5 }),
  }),
  { selector: ({ id }) => id, maxLength: 5 },
).map((calls) =>
  calls.map(({ id, name, args, cuts }) => {
    const places = [0, ...cuts.map((cut) => cut % (args.length + 1)).sort((a, b) => a - b), args.length];
    return { id, name, args, pieces: places.slice(1).map((end, at) => args.slice(places[at], end)) };
  })
);
type CutCall = { id: string; name: string; args: string; pieces: string[] };

/** How an endpoint may mark the pieces of one call; `first` opens it. */
const MARKS: Record<string, (call: CutCall, index: number, first: boolean) => Piece> = {
  "by index": (call, index, first) => ({ index, ...(first ? { id: call.id } : {}) }),
  "by index, without any id": (_call, index) => ({ index }),
  "by id, index always 0": (call, _index, first) => ({ index: 0, ...(first ? { id: call.id } : {}) }),
  "by id, without index": (call, _index, first) => first ? { id: call.id } : {},
  "by the id on every piece": (call) => ({ id: call.id }),
  "by the id on every piece, index always 0": (call) => ({ index: 0, id: call.id }),
  'by index, then with id ""': (call, index, first) => ({ index, id: first ? call.id : "" }),
};
const REPEATED_NAMES: Record<string, object> = { "no": {}, 'a ""': { name: "" }, "a null": { name: null } };
/** Only these say with every piece which call it belongs to, so that calls may be interleaved. */
const INTERLEAVES = new Set(["by index", "by index, without any id", "by the id on every piece"]);

for (const [mark, marked] of Object.entries(MARKS)) {
  for (const [repeats, repeated] of Object.entries(REPEATED_NAMES)) {
    Deno.test(`Calls marked ${mark}, cut anywhere, with ${repeats} name on later pieces, come out whole`, () => {
      fc.assert(
        fc.property(cutCalls, fc.array(fc.nat()), fc.infiniteStream(fc.boolean()), (calls, picks, joins) => {
          const queues = calls.map((call, index) =>
            call.pieces.map((text, at) => ({
              ...marked(call, index, at === 0),
              function: { ...(at === 0 ? { name: call.name } : repeated), arguments: text },
            }))
          );
          const pieces = INTERLEAVES.has(mark) ? interleave(queues, picks) : queues.flat();
          const hasIds = mark !== "by index, without any id";
          assert.deepEqual(
            callsOf(joined(pieces, joins)),
            calls.map(({ id, name, args }) => [hasIds ? id : "", name, args]),
          );
        }),
      );
    });
  }
}

/** Every call's first piece in order, then the others as `picks` says, in order within each call. */
function interleave(queues: Piece[][], picks: number[]): Piece[] {
  const rests = queues.map((queue) => queue.slice(1));
  const mixed = picks.map((pick) => rests[pick % (rests.length || 1)]?.shift());
  return [
    ...queues.map(([first]) => first!),
    ...mixed.filter((piece) => piece !== undefined),
    ...rests.flat(),
  ];
}

/** One or more pieces a delta. */
function joined(pieces: Piece[], joins: Iterator<boolean>): { tool_calls: Piece[] }[] {
  return pieces.reduce<{ tool_calls: Piece[] }[]>((deltas, piece) => {
    const last = deltas.at(-1);
    if (last && joins.next().value) last.tool_calls.push(piece);
    else deltas.push({ tool_calls: [piece] });
    return deltas;
  }, []);
}
