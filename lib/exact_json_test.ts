import assert from "node:assert/strict";
import fc from "fast-check";
import { createIntegerMarks, findLongInteger, isLongInteger, parseExact } from "./exact_json.ts";

const BIG = "9007199254740993";

Deno.test("integers beyond 2^53 keep their digits, others become numbers", () => {
  const text = `{"a":${BIG},"b":[1,-12345678901234567890,9007199254740991],"c":"${BIG}","d":1.5,"e":1e30}`;
  const value = parseExact(text) as Record<string, unknown>;
  assert.equal(JSON.stringify(value), text.replace("1e30", "1e+30"));
  assert.ok(isLongInteger(value["a"]));
  assert.deepEqual([value["c"], value["d"], value["e"]], [BIG, 1.5, 1e30]);
  assert.equal((value["b"] as unknown[])[2], 9007199254740991);
  assert.equal(findLongInteger(value), "a");
  assert.equal(findLongInteger({ x: [{ y: value["a"] }] }), "x[0].y");
  assert.equal(findLongInteger({ x: 1, y: null }), undefined);
});

Deno.test("what is not JSON is refused as JSON.parse refuses it", () => {
  for (const text of ["", "{", `${BIG}x`, `[0${BIG}]`]) assert.throws(() => parseExact(text), SyntaxError);
});

const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String);
const string = fc.oneof(fc.string({ unit: "binary" }), integer, integer.map((digits) => `"${digits}\\`))
  .map((each) => JSON.stringify(each));
const leaf = fc.oneof(
  integer,
  string,
  fc.constantFrom("null", "true", "0.1", "-1.5e3", "0.12345678901234567890", "1e-1234567890123456"),
);
const document: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: false }).map((entries) =>
      `{${Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`
    ),
  ),
})).value;

/** The integers of a JSON text that a number cannot hold, read in another way. */
const digitsOf = (text: string) =>
  [...text.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/(?<![\d.eE+-])-?\d+(?![\d.eE])/g)].map(String)
    .filter((digits) => !Number.isSafeInteger(Number(digits)));

Deno.test("in every document, integers survive reading, marking and writing", () => {
  const marks = createIntegerMarks("secret");
  fc.assert(fc.property(document, (text) => {
    const written = JSON.stringify(parseExact(text));
    assert.deepEqual(digitsOf(written).sort(), digitsOf(text).sort());
    const marked = marks.mark(text);
    assert.equal(marks.unmark(marked), text);
    assert.equal(findLongInteger(parseExact(marked)), undefined);
    assert.equal(JSON.stringify(marks.restore(JSON.parse(marked))), written);
  }));
});

Deno.test("a value without marks is returned unchanged", () => {
  const value = { a: [1, { b: "integer:other:1" }] };
  assert.equal(createIntegerMarks("secret").restore(value), value);
});
