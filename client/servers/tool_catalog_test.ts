import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../cli/errors.ts";
import { type CatalogTool, findTool, withUniqueNames } from "./tool_catalog.ts";

type Server = CatalogTool["server"];

/** Tools of servers, by the servers' names. */
function offeredBy(servers: Readonly<Record<string, readonly string[]>>): Omit<CatalogTool, "name">[] {
  return Object.entries(servers).flatMap(([name, tools]) => {
    const server = { name } as Server;
    return tools.map((tool) => ({ server, tool: { name: tool, inputSchema: { type: "object" as const } } }));
  });
}

const namesOf = (servers: Record<string, readonly string[]>) =>
  withUniqueNames(offeredBy(servers)).map(({ name }) => name);

Deno.test("a tool that only one server has keeps its name", () => {
  assert.deepEqual(namesOf({ a: ["one", "two"], b: ["three"] }), ["one", "two", "three"]);
  assert.deepEqual(namesOf({ a: ["one"] }), ["one"]);
});

Deno.test("if two servers have the same tool, only those two get prefixes", () => {
  assert.deepEqual(namesOf({ a: ["one", "two"], b: ["two"] }), ["one", "a_two", "b_two"]);
});

Deno.test("an address as a prefix is reduced to characters that model endpoints accept", () => {
  assert.deepEqual(namesOf({ "127.0.0.1:8001": ["t"], "[::1]:80": ["t"] }), ["127_0_0_1_8001_t", "_1_80_t"]);
});

Deno.test("a prefixed name never equals another tool's name", () => {
  assert.deepEqual(namesOf({ a: ["b"], c: ["b"], d: ["a_b"] }), ["a_2_b", "c_b", "a_b"]);
});

Deno.test("server names with the same beginning stay different if there is no room for the rest", () => {
  const tool = "t".repeat(58);
  const names = namesOf({ "server-one": [tool], "server-two": [tool] });
  assert.deepEqual(names, [`serve_${tool}`, `ser_2_${tool}`]);
});

const name = fc.string({ unit: fc.constantFrom("a", "b", "_", "2", "."), minLength: 1, maxLength: 4 });
const long = fc.constantFrom("x".repeat(57), "x".repeat(58));
const servers = fc.dictionary(name, fc.uniqueArray(fc.oneof(name, long), { maxLength: 5 }), { maxKeys: 5 });

Deno.test("names are unique, in the servers' order, and within 64 characters", () => {
  fc.assert(fc.property(servers, (given) => {
    const all = offeredBy(given);
    const named = withUniqueNames(all);
    assert.deepEqual(named.map(({ server, tool }) => ({ server, tool })), all);
    assert.equal(new Set(named.map((each) => each.name)).size, named.length);
    for (const { name, tool } of named) {
      assert.ok(name.length <= 64, name);
      assert.ok(name.endsWith(tool.name));
    }
  }));
});

Deno.test("a tool is found by its name in the run; otherwise the most similar names are suggested", () => {
  const named = withUniqueNames(offeredBy({ a: ["get_time", "set_time"], b: ["get_time"] }));
  assert.equal(findTool(named, "a_get_time").server.name, "a");
  for (const [wrong, near] of [["get_tme", "a_get_time, b_get_time, set_time"], ["get_time", ""]] as const) {
    assert.throws(() => findTool(named, wrong), (error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual([error.code, error.exitStatus, error.data.name], ["no_such_tool", 2, wrong]);
      const all = error.data.near!.split(", ");
      assert.equal(all.length, 3);
      if (near) assert.deepEqual(all.toSorted(), near.split(", ").toSorted());
      return true;
    });
  }
});
