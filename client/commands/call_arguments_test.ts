import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../cli/errors.ts";
import { parseExact } from "../../lib/exact_json.ts";
import { absentArguments, readArguments, readInput, unknownArguments } from "./call_arguments.ts";

const SCHEMA = {
  type: "object" as const,
  properties: {
    text: { type: "string" },
    number: { type: "number" },
    integer: { type: "integer" },
    boolean: { type: "boolean" },
    list: { type: "array", items: { type: "integer" } },
    texts: { type: "array", items: { type: "string" } },
    any: { type: "array" },
    object: { type: "object" },
    nullable: { type: ["integer", "null"] },
    optional: { anyOf: [{ type: "number" }, { type: "null" }] },
    either: { oneOf: [{ type: "string" }, { type: "integer" }] },
    untyped: {},
    minutes: { enum: [15, 30, null, "all"] },
    sizes: { type: "array", items: { enum: [1, 2] } },
    version: { const: 1 },
    "a:b": { type: "integer" },
  },
};

const READ: readonly [string, Record<string, unknown>][] = [
  ["", {}],
  ["text=hello", { text: "hello" }],
  ["text=", { text: "" }],
  ["text=a=b=c", { text: "a=b=c" }],
  ["text=12", { text: "12" }],
  ["text=line\nline", { text: "line\nline" }],
  ["number=1.5", { number: 1.5 }],
  ["number=-2e3", { number: -2000 }],
  ["integer=7", { integer: 7 }],
  ["integer=7.0", { integer: 7 }],
  ["boolean=true|boolean=false", { boolean: false }],
  ["list=1|list=2", { list: [1, 2] }],
  ["list=[1,2]", { list: [1, 2] }],
  ["list=[1]|list=2", { list: [1, 2] }],
  ["texts=a,b", { texts: ["a,b"] }],
  ["any=x", { any: ["x"] }],
  ['object={"a":1}', { object: { a: 1 } }],
  ["nullable=null", { nullable: null }],
  ["nullable=3", { nullable: 3 }],
  ["optional=null", { optional: null }],
  ["optional=2.5", { optional: 2.5 }],
  ["either=007", { either: "007" }],
  ["untyped=1", { untyped: "1" }],
  ["minutes=30", { minutes: 30 }],
  ["minutes=null", { minutes: null }],
  ["minutes=all", { minutes: "all" }],
  ["minutes=45", { minutes: "45" }],
  ["sizes=1|sizes=2", { sizes: [1, 2] }],
  ["version=1", { version: 1 }],
  ["untyped=undefined", { untyped: "undefined" }],
  ["unknown=1", { unknown: "1" }],
  ["unknown:=1", { unknown: 1 }],
  ['text:={"a":[true]}', { text: { a: [true] } }],
  ["text:=null", { text: null }],
  ["a:b=1", { "a:b": 1 }],
  ["a:b:=[1]", { "a:b": [1] }],
  ["constructor=x|toString=y", { constructor: "x", toString: "y" }],
];

for (const [words, expected] of READ) {
  Deno.test(`call arguments: ${JSON.stringify(words)}`, () => {
    assert.deepEqual(readArguments(words === "" ? [] : words.split("|"), SCHEMA, {}), expected);
  });
}

Deno.test("an argument named __proto__ is an ordinary argument", () => {
  const args = readArguments(["__proto__=x"], SCHEMA, {});
  assert.deepEqual(Object.entries(args), [["__proto__", "x"]]);
  assert.equal(Object.getPrototypeOf(args), Object.prototype);
});

Deno.test("words override the values of --input, and a list starts over", () => {
  const base = readInput('{"text":"a","list":[9],"unknown":{"b":1}}');
  assert.deepEqual(readArguments(["text=b", "list=1", "list=2"], SCHEMA, base), {
    text: "b",
    list: [1, 2],
    unknown: { b: 1 },
  });
  assert.deepEqual(base.list, [9]);
});

const REFUSED: readonly [string, string, Record<string, string>][] = [
  ["hello", "argument_form", { value: "hello" }],
  ["=x", "argument_form", { value: "=x" }],
  ["", "argument_form", { value: "" }],
  ["number=", "argument_value", { name: "number", value: "", type: "number" }],
  ["number=abc", "argument_value", { name: "number", value: "abc", type: "number" }],
  ["number=Infinity", "argument_value", { name: "number", value: "Infinity", type: "number" }],
  ["integer=1.5", "argument_value", { name: "integer", value: "1.5", type: "integer" }],
  ["boolean=yes", "argument_value", { name: "boolean", value: "yes", type: "boolean" }],
  ["list=x", "argument_value", { name: "list", value: "x", type: "integer" }],
  ["list=[1,", "argument_value", { name: "list", value: "[1,", type: "array" }],
  ["object={", "argument_value", { name: "object", value: "{", type: "object" }],
  ["object=5", "argument_value", { name: "object", value: "5", type: "object" }],
  ["object=null", "argument_value", { name: "object", value: "null", type: "object" }],
  ["nullable=x", "argument_value", { name: "nullable", value: "x", type: "integer/null" }],
  ["optional=x", "argument_value", { name: "optional", value: "x", type: "number/null" }],
  ["text:=hello", "argument_value", { name: "text", value: "hello", type: "JSON" }],
];

function refusal(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.exitStatus, 2);
    return error;
  }
  assert.fail("accepted");
}

for (const [word, code, data] of REFUSED) {
  Deno.test(`call arguments refused: ${JSON.stringify(word)}`, () => {
    const error = refusal(() => readArguments([word], SCHEMA, {}));
    assert.deepEqual([error.code, error.data], [code, data]);
  });
}

for (const text of ["", "[]", "null", "1", '"a"', "{"]) {
  Deno.test(`--input ${JSON.stringify(text)} is not an object`, () => {
    const { code, data } = refusal(() => readInput(text));
    assert.deepEqual([code, data.name], ["argument_value", "--input"]);
  });
}

Deno.test(":= passes any value of any name unchanged", () => {
  const name = fc.string({ minLength: 1 }).filter((each) => !/[=:]/.test(each));
  fc.assert(fc.property(name, fc.jsonValue(), (key, value) => {
    const written = JSON.stringify(value);
    assert.deepEqual(Object.entries(readArguments([`${key}:=${written}`], SCHEMA, {})), [
      [key, JSON.parse(written)],
    ]);
  }));
});

Deno.test("all words, with any schema, are parsed or refused: no other error is thrown", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.dictionary(fc.string(), fc.jsonValue()), (words, properties) => {
      try {
        const schema = { type: "object", properties } as Parameters<typeof readArguments>[1];
        readArguments(words, schema, {});
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
  );
});

Deno.test("integers beyond a number's precision keep their digits", () => {
  const long = "9007199254740993";
  const words = [
    `integer=${long}`,
    `number=-${long}`,
    `list=${long}`,
    `untyped:={"a":[${long}]}`,
    `object={"b":${long}}`,
  ];
  const args = readArguments(words, SCHEMA, readInput(`{"base":${long}}`));
  assert.equal(
    JSON.stringify(args),
    `{"base":${long},"integer":${long},"number":-${long},"list":[${long}],"untyped":{"a":[${long}]},"object":{"b":${long}}}`,
  );
  const listed = { type: "object" as const, properties: { id: { enum: [parseExact(long) as number] } } };
  assert.equal(JSON.stringify(readArguments([`id=${long}`], listed, {})), `{"id":${long}}`);
});

Deno.test("missing arguments that the schema requires are named", () => {
  const schema = { type: "object" as const, properties: {}, required: ["a", "b", "constructor"] };
  assert.deepEqual(absentArguments({ a: null }, schema), ["b", "constructor"]);
  assert.deepEqual(absentArguments({}, { type: "object" }), []);
});

Deno.test("arguments that the schema does not define are named, with the most similar defined one", () => {
  const schema = { type: "object" as const, properties: { timezone: {}, date: {} } };
  assert.deepEqual(unknownArguments({ timezon: 1, timezone: 2, other_thing: 3 }, schema), [
    { name: "timezon", near: "timezone" },
    { name: "other_thing", near: "" },
  ]);
  assert.deepEqual(unknownArguments({ any: 1 }, { ...schema, additionalProperties: true }), []);
  assert.deepEqual(unknownArguments({ any: 1 }, { type: "object" }), [{ name: "any", near: "" }]);
});
