/** However a reply is cut, and whatever an endpoint's quirks, it is the reply that was not cut. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate, EMPTY_REPLY, finish } from "./accumulate.ts";
import { addTextPiece, NO_PIECES, settledText } from "./text_pieces.ts";

interface Said {
  readonly text: string;
  readonly thoughts: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly args: object }[];
}
type Delta = Record<string, unknown>;
interface Piece {
  readonly index?: number;
  readonly id?: string;
  readonly type?: unknown;
  readonly function: { readonly name?: string | null; readonly arguments?: unknown };
}

/** What an endpoint does; each switch stands alone or with another. */
interface Quirks {
  readonly mark?: (index: number, id: string, isFirst: boolean) => Partial<Piece>;
  /** Arguments in one piece. */
  readonly whole?: (args: object) => unknown;
  /** Each piece of the arguments repeats those before. */
  readonly repeatsArguments?: boolean;
  readonly laterName?: string | null;
  readonly thoughts?: (thoughts: string[], text: string[]) => Delta[];
  readonly delta?: (delta: Delta) => Delta;
  readonly repeatsText?: boolean;
}

const QUIRKS: Readonly<Record<string, Quirks>> = {
  "index always 0": { mark: (_index, id, isFirst) => ({ index: 0, ...(isFirst ? { id } : {}) }) },
  "index missing": { mark: (_index, id, isFirst) => (isFirst ? { id } : {}) },
  "id on every piece": { mark: (index, id) => ({ index, id }) },
  "empty ids on later pieces": { mark: (index, id, isFirst) => ({ index, id: isFirst ? id : "" }) },
  "empty ids": { mark: (index) => ({ index, id: "" }) },
  "arguments as an object": { whole: (args) => args },
  "arguments as one text": { whole: (args) => JSON.stringify(args) },
  "arguments again and again": { repeatsArguments: true },
  'later names ""': { laterName: "" },
  "later names null": { laterName: null },
  "text again and again": { repeatsText: true },
  "think tags": {
    thoughts: (thoughts, text) =>
      ["<thi", "nk>", ...thoughts, "</", "think>", "\n\n", ...text].map((content) => ({ content })),
  },
  "the end of thinking alone": {
    thoughts: (thoughts, text) => [...thoughts, "\n</th", "ink>\n", ...text].map((content) => ({ content })),
  },
  "reasoning_content": {
    thoughts: (thoughts, text) => [
      ...thoughts.map((reasoning_content) => ({ reasoning_content, content: null })),
      ...text.map((content) => ({ content, reasoning_content: null })),
    ],
  },
  "reasoning, and the same as reasoning_content": {
    thoughts: (thoughts, text) => [
      ...thoughts.map((reasoning) => ({ reasoning, reasoning_content: reasoning, content: "" })),
      ...text.map((content) => ({ content, reasoning: null })),
    ],
  },
  "content in parts": {
    thoughts: (thoughts, text) => [
      ...thoughts.map((each) => ({
        content: [{ type: "thinking", thinking: [{ type: "text", text: each }] }],
      })),
      ...text.map((each) => ({ content: [{ type: "text", text: each }] })),
    ],
  },
  "always tool_calls: []": { delta: (delta) => ({ tool_calls: [], ...delta }) },
  "unknown fields": { delta: (delta) => ({ role: "assistant", refusal: null, ...delta, backend: {} }) },
};

/** Pairs that say the same thing in two ways: the second would undo the first. */
const kindOf = ({ mark, thoughts, whole, repeatsArguments, laterName }: Quirks) =>
  mark
    ? "mark"
    : thoughts
    ? "thoughts"
    : whole || repeatsArguments
    ? "arguments"
    : laterName !== undefined
    ? "name"
    : "";

/** Words, since a text of one letter alone reads the same cut or repeated. */
const words = fc.array(fc.stringMatching(/^[A-Za-zé]{3,8}[.,<]?$/), { minLength: 6, maxLength: 12 })
  .map((all) => all.map((word, index) => `${index}${word}`).join(" "));
const said: fc.Arbitrary<Said> = fc.record({
  text: words,
  thoughts: words,
  calls: fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9]{1,12}$/),
      name: fc.stringMatching(/^[a-z_]{1,12}$/),
      args: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
    }),
    { selector: ({ id }) => id, maxLength: 4 },
  ),
});
const cutter = fc.infiniteStream(fc.integer({ min: 1, max: 9 }));

function cut(text: string, sizes: Iterator<number>): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const size = sizes.next().value as number;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const soFar = (pieces: string[]) => pieces.map((_, index) => pieces.slice(0, index + 1).join(""));

function deltasOf({ text, thoughts, calls }: Said, quirks: Quirks, sizes: Iterator<number>): Delta[] {
  const { mark = (index, id, isFirst) => (isFirst ? { index, id } : { index }), delta = (each) => each } =
    quirks;
  const texts = quirks.thoughts?.(cut(thoughts, sizes), cut(text, sizes)) ??
    cut(text, sizes).map((content) => ({ content }));
  const pieces = calls.flatMap(({ id, name, args }, index): Piece[] => {
    const json = cut(JSON.stringify(args), sizes);
    const given = quirks.whole ? [quirks.whole(args)] : quirks.repeatsArguments ? soFar(json) : ["", ...json];
    const later = quirks.laterName === undefined ? {} : { name: quirks.laterName };
    return given.map((each, at) => ({
      ...mark(index, id, at === 0),
      function: { ...(at === 0 ? { name } : later), arguments: each },
    }));
  });
  const all: Delta[] = [...texts, ...pieces.map((piece) => ({ tool_calls: [piece] }))];
  return (quirks.repeatsText ? repeatingText(all) : all).map(delta);
}

/** The same deltas, each with all of the content so far. */
function repeatingText(deltas: Delta[]): Delta[] {
  let content = "";
  return deltas.map((delta) =>
    typeof delta.content === "string" && delta.content
      ? { ...delta, content: content += delta.content }
      : delta
  );
}

const read = (deltas: readonly Delta[]) =>
  finish(deltas.reduce((reply, delta) => accumulate(reply, delta), EMPTY_REPLY));

function holds(quirks: Quirks): void {
  const hasIds = quirks.mark !== QUIRKS["empty ids"]!.mark;
  fc.assert(
    fc.property(said, cutter, (given, sizes) => {
      const { text, reasoning, calls } = read(deltasOf(given, quirks, sizes[Symbol.iterator]()));
      assert.deepEqual(
        calls.map(({ id, name, arguments: args }) => ({ id, name, args: JSON.parse(args) })),
        given.calls.map(({ id, ...rest }) => ({ id: hasIds ? id : "", ...JSON.parse(JSON.stringify(rest)) })),
      );
      assert.deepEqual([text, reasoning.trim()], [given.text, quirks.thoughts ? given.thoughts : ""]);
    }),
    { numRuns: 40 },
  );
}

for (const [name, quirks] of Object.entries(QUIRKS)) {
  Deno.test(`A reply with ${name}, cut anywhere, is the reply that was not cut`, () => holds(quirks));
}

Deno.test("A reply with any two quirks, cut anywhere, is the reply that was not cut", () => {
  const all = Object.entries(QUIRKS);
  for (const [index, [one, first]] of all.entries()) {
    for (const [other, second] of all.slice(index + 1)) {
      if (kindOf(first) !== "" && kindOf(first) === kindOf(second)) continue;
      try {
        holds({ ...first, ...second });
      } catch (error) {
        throw new Error(`${one}, with ${other}`, { cause: error });
      }
    }
  }
});

Deno.test("A text that comes in pieces grows, and never takes back what was shown", () => {
  fc.assert(fc.property(words, cutter, fc.boolean(), (text, sizes, repeats) => {
    const pieces = cut(text, sizes[Symbol.iterator]());
    let state = NO_PIECES;
    for (const piece of repeats ? soFar(pieces) : pieces) {
      const next = addTextPiece(state, piece);
      assert.ok(next.text.startsWith(state.text));
      state = next;
    }
    assert.equal(settledText(state), text);
    assert.ok(text.startsWith(state.text));
  }));
});

Deno.test("A text that is repeated as a whole is passed on as it comes, once that is clear", () => {
  const pieces = soFar(["It is noon ", "in Tokyo, ", "and "]);
  assert.equal(pieces.reduce(addTextPiece, NO_PIECES).text, "It is noon in Tokyo, and ");
});

const TEXTS: readonly (readonly [pieces: string[], text: string])[] = [
  [["ha", "ha", "ha"], "hahaha"],
  [["-", "--", "---"], "------"],
  [["1", "10"], "110"],
  [["It is", "It is noon."], "It is noon."],
  [["It is noon", " and", " It is noon and"], "It is noon and It is noon and"],
  [["2", "26"], "226"],
  [["a"], "a"],
  [[], ""],
];

for (const [pieces, text] of TEXTS) {
  Deno.test(`The pieces ${JSON.stringify(pieces)} are the text ${JSON.stringify(text)}`, () => {
    assert.equal(settledText(pieces.reduce(addTextPiece, NO_PIECES)), text);
  });
}

const THOUGHTS: Readonly<Record<string, readonly [content: string, text: string, reasoning: string]>> = {
  "a tag within a line stays": ["Write <think> first.", "Write <think> first.", ""],
  "a tag in a quotation stays": ["`<think>`", "`<think>`", ""],
  "thinking that never ends is thinking": ["<think>Hm", "", "Hm"],
  "an end within a line of text stays": ["It ends with </think>.", "It ends with </think>.", ""],
  "half a tag at the end stays": ["a\n<thi", "a\n<thi", ""],
  "thinking twice": ["<think>a</think>x\n<think>b</think>y", "x\ny", "ab"],
  "an end after the thinking is text": ["<think>a</think>x\n</think>", "x\n</think>", "a"],
};

for (const [name, [content, text, reasoning]] of Object.entries(THOUGHTS)) {
  Deno.test(`Thinking in the text: ${name}, cut anywhere`, () => {
    fc.assert(fc.property(cutter, (sizes) => {
      const reply = read(cut(content, sizes[Symbol.iterator]()).map((each) => ({ content: each })));
      assert.deepEqual([reply.text, reply.reasoning], [text, reasoning]);
    }));
  });
}
