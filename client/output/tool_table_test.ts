import assert from "node:assert/strict";
import { columns } from "../../lib/wrap.ts";
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

Deno.test("a tool is one line: its name, its arguments, its description", () => {
  assert.equal(
    toolTable(TOOLS),
    "find         name deep?  Finds a file. By its name.\n" +
      "server_read              Reads\n" +
      "x\n",
  );
  assert.equal(toolTable([]), "");
});

Deno.test("with several servers, each tool's server is named", () => {
  const other = offered("there_y", { description: "Asks." }, { name: "there" } as CatalogTool["server"]);
  assert.equal(toolTable([offered("x", {}), other]), "x        here\nthere_y  there    Asks.\n");
});

Deno.test("on a terminal, a description is wrapped next to its tool, or below it if there is no room", () => {
  const long = [
    offered("find", { description: "Finds a file by its name, in any folder that may be read." }),
  ];
  assert.equal(
    toolTable(long, 40),
    "find    Finds a file by its name, in any\n        folder that may be read.\n",
  );
  assert.equal(
    toolTable(long, 30),
    "find\n    Finds a file by its name,\n    in any folder that may be\n    read.\n",
  );
});

Deno.test("on a terminal, no line is too wide and nothing is cut", () => {
  const names = { 文書: {}, ["x".repeat(50)]: {}, deep: {} };
  const wide = [
    ...TOOLS,
    offered("文書を探す", {
      description: "文書を探す ".repeat(20),
      inputSchema: { type: "object", properties: names },
    }),
    offered("n".repeat(60), { description: "A long name." }),
  ];
  const all = toolTable(wide).replace(/\s/g, "");
  for (let width = 10; width <= 200; width++) {
    const shown = toolTable(wide, width);
    for (const line of shown.split("\n")) assert.ok(columns(line) <= width, `${width}: ${line}`);
    assert.equal(shown.replace(/\s/g, ""), all);
  }
});

Deno.test("text from a server stays on its line", () => {
  const evil = "a\n\u001b[2Jb";
  const schema = { type: "object", properties: { [evil]: {} } };
  assert.equal(
    toolTable([offered(evil, { description: evil, inputSchema: schema })]),
    "a [2Jb  a [2Jb?  a [2Jb\n",
  );
});
