import assert from "node:assert/strict";
import { TOOLS } from "./mod.ts";

const JSON_SCHEMA = { target: "draft-2020-12" };

Deno.test("tools have distinct names, in characters that every model endpoint accepts", () => {
  const names = TOOLS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[A-Za-z0-9_-]{1,64}$/);
});

for (const tool of TOOLS) {
  Deno.test(`${tool.name} has a title, a description and annotations`, () => {
    assert.ok(tool.title.length > 0 && tool.description.length > 20);
    assert.equal(typeof tool.annotations.readOnlyHint, "boolean");
  });

  Deno.test(`${tool.name} has an input and an output schema of objects with described fields`, () => {
    const { input } = tool.inputSchema["~standard"].jsonSchema;
    const { output } = tool.outputSchema["~standard"].jsonSchema;
    for (const schema of [input(JSON_SCHEMA), output(JSON_SCHEMA)]) {
      assert.equal(schema["type"], "object");
      const fields = Object.entries(schema["properties"] as Record<string, { description?: string }>);
      for (const [name, { description }] of fields) assert.ok(description, name);
    }
  });
}

Deno.test("get_current_time accepts no argument or a zone, and refuses a zone that is not a string", async () => {
  const tool = TOOLS.find(({ name }) => name === "get_current_time");
  const { validate, jsonSchema } = tool!.inputSchema["~standard"];
  // A required zone makes models fail.
  assert.ok(!("required" in jsonSchema.input(JSON_SCHEMA)));
  for (const args of [{}, { timezone: "Asia/Tokyo" }]) assert.equal((await validate(args)).issues, undefined);
  for (const args of [{ timezone: 2 }, { timezone: null }, [], null, "UTC"]) {
    assert.ok((await validate(args)).issues, JSON.stringify(args));
  }
});
