import assert from "node:assert/strict";
import { type Field, fieldsOf } from "./form.ts";
import { readField } from "./read_field.ts";

const field = (property: Record<string, unknown>, isRequired = false): Field =>
  fieldsOf({ properties: { f: property }, required: isRequired ? ["f"] : [] })[0]!;

const COLOURS = { type: "string", enum: ["Red", "Green"] };
const TITLED = {
  type: "string",
  oneOf: [{ const: "#F00", title: "Red" }, { const: "#0F0", title: "Green" }],
};
const MANY = { type: "array", items: { type: "string", enum: ["a", "b", "c"] }, minItems: 1, maxItems: 2 };
const MANY_TITLED = { type: "array", items: { anyOf: [{ const: "a", title: "Ah" }] } };

const TAKEN: [Record<string, unknown>, string, unknown][] = [
  [{ type: "string" }, " octocat ", "octocat"],
  [{ type: "string" }, "", undefined],
  [{ type: "string", default: "me" }, "", "me"],
  [{ type: "string", maxLength: 1 }, "😀", "😀"],
  [{ type: "string", format: "email" }, "a@b.test", "a@b.test"],
  [{ type: "string", format: "uri" }, "https://a.test/x", "https://a.test/x"],
  [{ type: "string", format: "date" }, "2026-07-28", "2026-07-28"],
  [{ type: "string", format: "date-time" }, "2026-07-28T12:00:00Z", "2026-07-28T12:00:00Z"],
  [{ type: "string", format: "of-tomorrow" }, "x", "x"],
  [{ type: "number" }, "1.5", 1.5],
  [{ type: "number" }, "1,5", 1.5],
  [{ type: "integer", minimum: 0, maximum: 9 }, "9", 9],
  [{ type: "integer", default: 0 }, "", 0],
  [{ type: "boolean" }, "Yes", true],
  [{ type: "boolean" }, "non", false],
  [{ type: "boolean", default: false }, "", false],
  [COLOURS, "green", "Green"],
  [COLOURS, "2", "Green"],
  [TITLED, "Green", "#0F0"],
  [TITLED, "1", "#F00"],
  [{ type: "string", enum: ["2", "1"] }, "1", "1"],
  [MANY, "a, 3", ["a", "c"]],
  [MANY_TITLED, "ah", ["a"]],
];

for (const [property, line, expected] of TAKEN) {
  Deno.test(`"${line}" in ${JSON.stringify(property)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(readField(field(property), line), { ok: expected });
  });
}

const REFUSED: [Record<string, unknown>, string, string, string][] = [
  [{ type: "string" }, "", "required", ""],
  [{ type: "string", minLength: 3 }, "ab", "tooSmall", "3"],
  [{ type: "string", maxLength: 1 }, "ab", "tooLarge", "1"],
  [{ type: "string", format: "email" }, "nobody", "format", "email"],
  [{ type: "string", format: "uri" }, "nowhere", "format", "uri"],
  [{ type: "string", format: "date" }, "2026-13-01", "format", "date"],
  [{ type: "string", format: "date-time" }, "2026-07-28", "format", "date-time"],
  [{ type: "number" }, "much", "number", ""],
  [{ type: "number", minimum: 18 }, "17", "tooSmall", "18"],
  [{ type: "integer" }, "1.5", "integer", ""],
  [{ type: "boolean" }, "perhaps", "boolean", ""],
  [COLOURS, "3", "choice", ""],
  [MANY, "a, d", "choice", ""],
  [MANY, "a, b, c", "tooLarge", "2"],
];

for (const [property, line, problem, limit] of REFUSED) {
  Deno.test(`"${line}" in ${JSON.stringify(property)} is refused: ${problem}`, () => {
    assert.deepEqual(readField(field(property, true), line), { problem, limit });
  });
}

Deno.test("labels are printable, names stay as the server wrote them", () => {
  const [first] = fieldsOf({ properties: { "a\n": { title: "A\x1b[2J", description: "the\nfirst" } } });
  assert.equal(first?.name, "a\n");
  assert.equal(first?.label, "A[2J: the first");
});

Deno.test("an invalid schema has no fields", () => assert.deepEqual(fieldsOf({}), []));
