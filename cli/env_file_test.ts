import assert from "node:assert/strict";
import { parseEnvFile } from "./env_file.ts";

/** The text of the file, and the variables that it sets. */
const FILES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["A=1", { A: "1" }],
  ["A=", { A: "" }],
  ["", {}],
  // Comments.
  ["A=a#b", { A: "a#b" }],
  ["A=a #b", { A: "a" }],
  ["A=a\t#b", { A: "a" }],
  ["A=#a", { A: "#a" }],
  ["A= #a", { A: "" }],
  ["A=a#b #c", { A: "a#b" }],
  ["# A=1\n  # B=2\nC=3", { C: "3" }],
  ["A='a' # b", { A: "a" }],
  ['A="a" # b', { A: "a" }],
  // Blanks.
  [" A = a b \t", { A: "a b" }],
  ["\tA=\ta", { A: "a" }],
  ["A= 'a' ", { A: "a" }],
  // Quotes.
  ["A='a #b $C \\n'", { A: "a #b $C \\n" }],
  ["A='it\\'s'", { A: "it's" }],
  ["A='C:\\dir\\'", { A: "C:\\dir\\" }],
  ['A="a\\nb\\tc\\\\d\\"e\\$f"', { A: 'a\nb\tc\\d"e$f' }],
  ['A="\\d"', { A: "\\d" }],
  ['A="a #b"', { A: "a #b" }],
  ["A=it's", { A: "it's" }],
  ['A=a "b"', { A: 'a "b"' }],
  ["A='a'b", { A: "'a'b" }],
  ['A="a', { A: '"a' }],
  ["A=`a`", { A: "`a`" }],
  ["A=''", { A: "" }],
  ["A='a\nB=b'\nC=c", { A: "a\nB=b", C: "c" }],
  ['A="a\nb"', { A: "a\nb" }],
  // Line ends, and a byte order mark.
  ["\ufeffA=1", { A: "1" }],
  ["A=1\r\nB='2'\r\n", { A: "1", B: "2" }],
  ["A=1\rB=2", { A: "1", B: "2" }],
  // Names.
  ["export A=1", { A: "1" }],
  ["export\tA=1", { A: "1" }],
  ["export=1", { export: "1" }],
  ["A.b-c=1", { "A.b-c": "1" }],
  ["A: 1", { A: "1" }],
  ["A:1\nB\n=2\nC D=3", {}],
  ["A=1\nA=2", { A: "2" }],
  ["A=\nB=2", { A: "", B: "2" }],
  ["A=x=y", { A: "x=y" }],
];

for (const [text, variables] of FILES) {
  Deno.test(`.env: ${JSON.stringify(text)}`, () => assert.deepEqual(parseEnvFile(text), variables));
}

Deno.test(".env: a name cannot reach an object's prototype", () => {
  assert.deepEqual(Object.entries(parseEnvFile("__proto__=1")), [["__proto__", "1"]]);
});

Deno.test(".env: a long value of broken quotes is parsed quickly", () => {
  assert.equal(parseEnvFile(`A='${"\\'".repeat(20_000)}b`).A?.length, 40_002);
});
