import assert from "node:assert/strict";
import fc from "fast-check";
import { oneLine, printable } from "./printable.ts";

/** What must never reach a terminal, character by character, written apart from the code's own list. */
function isDangerous(character: string): boolean {
  if (character === "\n" || character === "\t") return false;
  return /^[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2060-\u2064\ufeff]$/u.test(character);
}

const DANGEROUS = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isDangerous);
const dangerous = fc.constantFrom(...DANGEROUS);
const anyText = fc.string({ unit: fc.oneof(fc.string({ unit: "binary", maxLength: 3 }), dangerous) });

Deno.test("every control, bidirectional and zero-width character is removed", () => {
  assert.equal(printable(DANGEROUS.join("")), "");
  fc.assert(fc.property(anyText, (text) => {
    assert.deepEqual([...printable(text)].filter(isDangerous), []);
  }));
});

Deno.test("all other text is unchanged", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
    assert.equal(printable(text), text);
  }));
  const text = "naïve — “quoted”, 日本語 😀, שלום, a\tb\nc";
  assert.equal(printable(text), text);
});

Deno.test("printable is idempotent", () => {
  fc.assert(fc.property(anyText, (text) => {
    assert.equal(printable(printable(text)), printable(text));
  }));
});

const ATTACKS: readonly [string, string, string][] = [
  ["a colour", "\x1b[31mred\x1b[0m", "[31mred[0m"],
  ["a window title", "\x1b]0;title\x07x", "]0;titlex"],
  ["an eight-bit CSI", "\x9b2Jx", "2Jx"],
  ["a carriage return that overwrites the line", "safe\rEVIL", "safeEVIL"],
  ["a backspace", "ab\b\bcd", "abcd"],
  ["DEL", "a\x7fb", "ab"],
  ["a right-to-left override", "\u202egnp.exe", "gnp.exe"],
  ["an isolate", "\u2067x\u2069", "x"],
  ["a zero-width space", "pass\u200bword", "password"],
  ["a byte order mark", "\ufeffx", "x"],
];

for (const [name, text, expected] of ATTACKS) {
  Deno.test(`${name} is removed`, () => assert.equal(printable(text), expected));
}

const HIDDEN: readonly [string, string][] = [
  ["tag characters, which spell hidden text", "\u{e0041}\u{e0042}\u{e007f}"],
  ["the Mongolian vowel separator, of no width", "\u180e"],
  ["deprecated format characters, of no width", "\u206a\u206f"],
  ["interlinear annotation marks, of no width", "\ufff9\ufffa\ufffb"],
];

for (const [name, text] of HIDDEN) {
  Deno.test(`hidden text is removed: ${name}`, () => assert.equal(printable(`a${text}b`), "ab"));
}

Deno.test("oneLine returns one printable line of at most the given length", () => {
  fc.assert(fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, length) => {
    const line = oneLine(text, length);
    assert.ok(line.length <= length);
    assert.doesNotMatch(line, /[\n\t]/);
    assert.equal(printable(line), line);
  }));
});

const LINES: readonly [string, string, number | undefined, string][] = [
  ["blanks of all kinds become one", "  a \n\n\t b  ", undefined, "a b"],
  ["a text of the length stays", "12345", 5, "12345"],
  ["a longer text says that it was cut", "123456", 5, "1234…"],
  ["nothing stays nothing", " \n ", undefined, ""],
  ["200 characters are the rule", "x".repeat(201), undefined, "x".repeat(199) + "…"],
];

for (const [name, text, length, expected] of LINES) {
  Deno.test(name, () => assert.equal(oneLine(text, length), expected));
}

Deno.test("cutting a line never splits a character", () => {
  assert.ok(oneLine("123😀56", 5).isWellFormed());
});
