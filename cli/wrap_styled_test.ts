import assert from "node:assert/strict";
import fc from "fast-check";
import { columns } from "../lib/wrap.ts";
import { wrapStyled } from "./wrap_styled.ts";

const dim = (text: string) => `\x1b[2m${text}\x1b[0m`;

Deno.test("lines that fit are unchanged, with or without styles", () => {
  const text = `one\n  two ${dim("three")}\n`;
  assert.equal(wrapStyled(text, 12), text);
});

Deno.test("a wrapped line is indented like its beginning", () => {
  assert.equal(wrapStyled("  one two three\nfour", 10), "  one two\n  three\nfour");
});

Deno.test("styles stay on the same text, and escape sequences are never split", () => {
  assert.equal(wrapStyled(dim("one two three"), 8), "\x1b[2mone two\nthree\x1b[0m");
  assert.equal(wrapStyled(`one ${dim("two")} three`, 8), "one \x1b[2mtwo\x1b[0m\nthree");
  assert.equal(wrapStyled(dim("onetwothree"), 6), "\x1b[2monetwo\nthree\x1b[0m");
});

Deno.test("no line exceeds the width, and only spaces are lost", () => {
  const word = fc.oneof(fc.stringMatching(/^[a-z]{1,12}$/), fc.constantFrom("日本語", "é", "a\u00a0:"));
  const piece = fc.tuple(word, fc.boolean()).map(([text, isDim]) => isDim ? dim(text) : text);
  const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" "));
  fc.assert(fc.property(line, fc.integer({ min: 4, max: 40 }), (text, width) => {
    const wrapped = wrapStyled(text, width);
    for (const each of wrapped.split("\n")) assert.ok(columns(each) <= width, each);
    assert.equal(wrapped.replace(/[ \n]/g, ""), text.replace(/[ \n]/g, ""));
  }));
});
