import assert from "node:assert/strict";
import type { Tool } from "@modelcontextprotocol/client";
import fc from "fast-check";
import { convertTools } from "./schema.ts";

const tool = (name: string, rest: Partial<Tool> = {}): Tool => ({
  name,
  inputSchema: { type: "object" },
  ...rest,
});
const namesOf = (...names: string[]) =>
  convertTools(names.map((name) => tool(name))).tools.map(({ name }) => name);
const schemaOf = (inputSchema: Record<string, unknown>) =>
  convertTools([tool("t", { inputSchema: inputSchema as Tool["inputSchema"] })]).tools[0]!.parameters;

Deno.test("A name that every endpoint takes stays as it is", () => {
  const names = ["get_current_time", "A-1", "x", "x".repeat(64)];
  assert.deepEqual(namesOf(...names), names);
});

Deno.test("A name that had to change stays readable, and has a short hash", () => {
  const [dotted, spaced, long] = namesOf("files.read", "météo à Paris", "x".repeat(65));
  assert.match(dotted!, /^files_read_[0-9a-f]{8}$/);
  assert.match(spaced!, /^m_t_o_Paris_[0-9a-f]{8}$/);
  assert.match(long!, /^x{55}_[0-9a-f]{8}$/);
});

Deno.test("A name does not depend on the tools before it", () => {
  assert.equal(namesOf("files.read")[0], namesOf("other", "files.read")[1]);
});

Deno.test("Two tools of one name get two names, and both lead back", () => {
  const { tools, names } = convertTools([tool("time"), tool("time")]);
  assert.equal(tools[0]?.name, "time");
  assert.match(tools[1]!.name, /^time_[0-9a-f]{8}$/);
  assert.equal(names.get(tools[1]!.name), "time");
});

Deno.test("Any names become acceptable, different, and lead back to their tools", () => {
  const anyName = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom("a.b", "a b", "a/b", "a_b"),
  );
  fc.assert(fc.property(fc.array(anyName), (given) => {
    const { tools, names } = convertTools(given.map((name) => tool(name)));
    for (const { name } of tools) assert.match(name, /^[A-Za-z0-9_-]{1,64}$/);
    assert.equal(new Set(tools.map(({ name }) => name)).size, given.length);
    assert.deepEqual(tools.map(({ name }) => names.get(name)), given);
  }));
});

Deno.test("The description falls back to the title, then to the name", () => {
  const { tools } = convertTools([
    tool("a", { description: "Does a.", title: "A" }),
    tool("b", { title: "B" }),
    tool("c"),
  ]);
  assert.deepEqual(tools.map(({ description }) => description), ["Does a.", "B", "c"]);
});

const SCHEMAS: Record<string, [given: Record<string, unknown>, expected: Record<string, unknown>]> = {
  "gets properties if it has none": [{ type: "object" }, { type: "object", properties: {} }],
  "gets a type if it has none": [{ properties: {} }, { type: "object", properties: {} }],
  "loses $schema": [
    { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties: {} },
    { type: "object", properties: {} },
  ],
  "keeps what it does not know": [
    { type: "object", properties: {}, required: ["a"], additionalProperties: false, $defs: { a: {} } },
    { type: "object", properties: {}, required: ["a"], additionalProperties: false, $defs: { a: {} } },
  ],
  "gets items in an array": [
    { type: "object", properties: { tags: { type: "array" } } },
    { type: "object", properties: { tags: { type: "array", items: {} } } },
  ],
  "keeps items that are there, and completes them": [
    { type: "object", properties: { rows: { type: "array", items: { type: "array" } } } },
    { type: "object", properties: { rows: { type: "array", items: { type: "array", items: {} } } } },
  ],
  "gets items in arrays that may be null": [
    { type: "object", properties: { tags: { type: ["array", "null"] } } },
    { type: "object", properties: { tags: { type: ["array", "null"], items: {} } } },
  ],
  "gets items inside of alternatives": [
    { type: "object", properties: { a: { anyOf: [{ type: "array" }, { type: "null" }] } } },
    { type: "object", properties: { a: { anyOf: [{ type: "array", items: {} }, { type: "null" }] } } },
  ],
  "gets items in a property that is called default": [
    { type: "object", properties: { default: { type: "array" } } },
    { type: "object", properties: { default: { type: "array", items: {} } } },
  ],
  "keeps a property that is called type or $schema": [
    { type: "object", properties: { type: { type: "string" }, $schema: { type: "string" } } },
    { type: "object", properties: { type: { type: "string" }, $schema: { type: "string" } } },
  ],
  "keeps values that only look like a schema": [
    { type: "object", properties: { a: { default: { type: "array" }, enum: [{ type: "array" }] } } },
    { type: "object", properties: { a: { default: { type: "array" }, enum: [{ type: "array" }] } } },
  ],
};

for (const [name, [given, expected]] of Object.entries(SCHEMAS)) {
  Deno.test(`A schema ${name}`, () => {
    const copy = structuredClone(given);
    assert.deepEqual(schemaOf(given), expected);
    assert.deepEqual(given, copy, "what was given has changed");
  });
}

const REWRITES: readonly (readonly [given: Record<string, unknown>, what: readonly string[]])[] = [
  [{ type: "object", properties: { a: { type: "string" } } }, []],
  [{ $schema: "s", type: "object", properties: {} }, ["no$schema"]],
  [{}, ["type", "properties"]],
  [{ type: "object", properties: { a: { type: "array" }, b: { type: "array" } } }, ["items"]],
  [{ type: "object", properties: { a: { $ref: "https://schemas.test/a.json" } } }, ["noRemote$ref"]],
  [{ type: "object", properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: {} } }, []],
];
for (const [inputSchema, what] of REWRITES) {
  Deno.test(`The changes to the schema ${JSON.stringify(inputSchema)} are reported: ${what.join(", ") || "nothing"}`, () => {
    const { rewrites } = convertTools([tool("a.b", { inputSchema: inputSchema as Tool["inputSchema"] })]);
    assert.deepEqual(rewrites, what.length > 0 ? [{ tool: "a.b", what }] : []);
  });
}

Deno.test("A $ref to another document is left out, and what is beside it is kept", () => {
  const properties = {
    a: { $ref: "https://schemas.test/a.json", description: "A" },
    $ref: { type: "string" },
  };
  assert.deepEqual(schemaOf({ type: "object", properties }), {
    type: "object",
    properties: { a: { description: "A" }, $ref: { type: "string" } },
  });
});
