import assert from "node:assert/strict";
import fc from "fast-check";
import { columns, wrap } from "./wrap.ts";

Deno.test("lines break between words", () => {
  assert.deepEqual(wrap("one two three", 8), ["one two", "three"]);
  assert.deepEqual(wrap("one two", 7), ["one two"]);
  assert.deepEqual(wrap("", 8), [""]);
});

Deno.test("the width is measured in columns", () => {
  assert.deepEqual(wrap("東京 大阪", 8), ["東京", "大阪"]);
  assert.deepEqual(wrap("東京 大阪", 9), ["東京 大阪"]);
  assert.deepEqual(wrap("👩‍👩‍👧 e\u0301e\u0301", 5), ["👩‍👩‍👧 e\u0301e\u0301"]);
});

Deno.test("a word longer than a line is cut between characters as a reader sees them", () => {
  assert.deepEqual(wrap("abcdef", 4), ["abcd", "ef"]);
  assert.deepEqual(wrap("東京大阪", 5), ["東京", "大阪"]);
  assert.deepEqual(wrap("👩‍👩‍👧👩‍👩‍👧", 3), ["👩‍👩‍👧", "👩‍👩‍👧"]);
  assert.deepEqual(wrap("e\u0301e\u0301e\u0301", 2), ["e\u0301e\u0301", "e\u0301"]);
});

Deno.test("an address longer than a line stays whole, on a line of its own", () => {
  assert.deepEqual(wrap("see https://example.com/a now", 12, { indent: 2 }), [
    "see",
    "  https://example.com/a",
    "  now",
  ]);
});

Deno.test("a width narrower than a character still puts one on each line", () => {
  assert.deepEqual(wrap("東京", 1), ["東", "京"]);
  assert.deepEqual(wrap("ab", 0), ["a", "b"]);
});

Deno.test("French punctuation and guillemets stay with their word", () => {
  assert.deepEqual(wrap("que faire\u00a0: rien", 11), ["que faire\u00a0:", "rien"]);
  assert.deepEqual(wrap("que faire\u00a0: rien", 10), ["que", "faire\u00a0:", "rien"]);
  assert.deepEqual(wrap("dites « oui » ou non ?", 7), ["dites", "« oui »", "ou", "non ?"]);
  assert.deepEqual(wrap("abcd\u202f!", 4), ["abc", "d\u202f!"]);
});

Deno.test("lines after the first are indented", () => {
  assert.deepEqual(wrap("one two three", 7, { indent: 2 }), ["one two", "  three"]);
  assert.deepEqual(wrap("abcdefgh", 4, { indent: 2 }), ["abcd", "  ef", "  gh"]);
  assert.deepEqual(wrap("a b", 2, { indent: 9 }), ["a", " b"]);
});

Deno.test("line breaks and spaces are kept, a tab becomes a space", () => {
  assert.deepEqual(wrap("one\n\n  two  three\r\nfour\tfive ", 20), ["one", "", "  two  three", "four five"]);
});

const WORD = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.stringMatching(/^[a-z]{1,60}$/),
  fc.constantFrom(
    "👩‍👩‍👧",
    "東京",
    "e\u0301",
    "\u00a0",
    "\u202f:",
    "«\u00a0mot\u00a0»",
    ":",
    "?",
    "«",
    "»",
    "\n",
    "🇫🇷",
  ),
);
const TEXT = fc.array(WORD, { maxLength: 40 }).chain((words) =>
  fc.constantFrom(" ", "", "\u00a0").map((gap) => words.join(gap))
);
const WIDTH = fc.integer({ min: 40, max: 120 });
const INDENT = fc.integer({ min: 0, max: 20 });

Deno.test("no line is wider than the width", () => {
  fc.assert(fc.property(TEXT, WIDTH, INDENT, (text, width, indent) => {
    for (const line of wrap(text, width, { indent })) {
      assert.ok(columns(line) <= width, `${columns(line)} > ${width}: ${JSON.stringify(line)}`);
    }
  }));
});

Deno.test("only spaces at line breaks are lost", () => {
  const bare = (text: string) => text.replace(/[ \n\t\r]/g, "");
  fc.assert(fc.property(TEXT, WIDTH, INDENT, (text, width, indent) => {
    assert.equal(bare(wrap(text, width, { indent }).join("\n")), bare(text));
  }));
});

Deno.test("no line begins or ends at a no-break space", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  const glued = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join("\u00a0"));
  fc.assert(fc.property(fc.array(glued, { maxLength: 10 }), WIDTH, INDENT, (words, width, indent) => {
    for (const line of wrap(words.join(" "), width, { indent })) {
      assert.doesNotMatch(line, /^ *\u00a0|\u00a0$/);
    }
  }));
});
