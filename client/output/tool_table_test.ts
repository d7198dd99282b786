import assert from "node:assert/strict";
import type { CatalogTool } from "../servers/tool_catalog.ts";
import { toolTable } from "./tool_table.ts";

const SERVER = { name: "here" } as CatalogTool["server"];

const offered = (name: string, tool: object, server = SERVER): CatalogTool => ({
  name,
  server,
  tool: { name, inputSchema: { type: "object" }, ...tool } as CatalogTool["tool"],
});

const TOOLS = [
  offered("find", {
    description: "Finds a file.\nBy its name.",
    inputSchema: { type: "object", properties: { name: {}, deep: {} }, required: ["name"] },
  }),
  offered("server_read", { title: "Reads" }),
  offered("x", {}),
];

Deno.test("a tool is a line: its name, its arguments, what it does", () => {
  assert.equal(
    toolTable(TOOLS),
    "find         name deep?  Finds a file. By its name.\n" +
      "server_read              Reads\n" +
      "x\n",
  );
  assert.equal(toolTable([]), "");
});

Deno.test("of several servers, each tool's own is named", () => {
  const other = offered("there_y", { description: "Asks." }, { name: "there" } as CatalogTool["server"]);
  assert.equal(toolTable([offered("x", {}), other]), "x        here\nthere_y  there    Asks.\n");
});

Deno.test("no line is wider than the terminal, and what is cut says so", () => {
  for (const width of [10, 20, 34]) {
    const lines = toolTable(TOOLS, width).trimEnd().split("\n");
    assert.equal(lines.length, 3);
    assert.ok(lines.every((line) => line.length <= width), lines.join("\n"));
    assert.ok(lines[0]!.endsWith("…"));
  }
});

Deno.test("what a server writes stays on its line", () => {
  const evil = "a\n\u001b[2Jb";
  const schema = { type: "object", properties: { [evil]: {} } };
  assert.equal(
    toolTable([offered(evil, { description: evil, inputSchema: schema })]),
    "a [2Jb  a [2Jb?  a [2Jb\n",
  );
});
