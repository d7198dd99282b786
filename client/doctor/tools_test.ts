import assert from "node:assert/strict";
import type { Tool } from "@modelcontextprotocol/client";
import { createPins } from "../approval/pins.ts";
import { definitionOf } from "../approval/definition.ts";
import type { ConnectedServer } from "../servers/connect_server.ts";
import { codeOf, type Found } from "./finding.ts";
import type { Seen } from "./wire.ts";
import { callOnce, examineDefinitions, judgeLists, judgeShared } from "./tools.ts";

const tool = (name: string, rest: Partial<Tool> = {}): Tool => ({
  name,
  description: "Does something.",
  inputSchema: { type: "object", properties: {} },
  annotations: { readOnlyHint: true },
  ...rest,
});

function serverWith(tools: readonly Tool[]): ConnectedServer & { readonly called: string[] } {
  const called: string[] = [];
  return {
    called,
    name: "test",
    url: new URL("http://test.invalid/mcp"),
    isEmbedded: false,
    session: {
      listTools: () => Promise.resolve(tools),
      callTool(name) {
        called.push(name);
        return Promise.resolve({ content: [{ type: "text", text: "done" }] });
      },
      close: () => Promise.resolve(),
    },
  };
}

async function codesOf(tools: readonly Tool[], pins = createPins(undefined)): Promise<string[]> {
  const all: Found[] = [];
  await examineDefinitions(serverWith(tools), pins, (each) => void all.push(each));
  return all.filter(({ level }) => level !== "ok").map(codeOf);
}

Deno.test("emoji, line ends of Windows and tabs are not hidden text", async () => {
  assert.deepEqual(await codesOf([tool("a", { description: "A family 👨‍👩‍👧, 👍🏽,\r\n\ta heart ❤️." })]), []);
});

Deno.test("characters that nobody sees are found wherever a model reads them", async () => {
  const inSchema = {
    type: "object",
    properties: { a: { type: "string", description: "a\u200bb" } },
  } as const;
  assert.deepEqual(await codesOf([tool("a", { inputSchema: inSchema })]), ["tool_hidden_text"]);
  assert.deepEqual(await codesOf([tool("a", { title: "\u202eabc" })]), ["tool_hidden_text"]);
  assert.deepEqual(await codesOf([tool("a", { description: "tag \u{e0041}" })]), ["tool_hidden_text"]);
});

Deno.test("a tool that has changed since it was approved is named; one that has not is not", async () => {
  const pins = createPins(undefined);
  const old = tool("a", { description: "Did something else." });
  await pins.set("http://test.invalid/mcp", "a", {
    hash: "old",
    definition: definitionOf(old),
    isAlways: true,
  });
  assert.deepEqual(await codesOf([tool("a"), tool("b")], pins), ["tool_changed"]);
});

const CONTEXT = {
  interrupted: new AbortController().signal,
  awaited: () => undefined,
  now: () => 0,
};

Deno.test("a tool is called only if it says that it only reads, and needs no arguments", async () => {
  const needing = tool("needs", { inputSchema: { type: "object", required: ["a"] } });
  const risky = tool("risky", { annotations: { readOnlyHint: true, destructiveHint: true } });
  const silent: Tool = { name: "silent", inputSchema: { type: "object" } };
  for (
    const [tools, expected] of [[[needing, risky, silent], []], [[silent, tool("reads")], ["reads"]]] as const
  ) {
    const server = serverWith(tools);
    const all: Found[] = [];
    await callOnce(server, tools, () => [], CONTEXT, (each) => void all.push(each));
    assert.deepEqual(server.called, expected);
    assert.deepEqual(all.map(codeOf), [expected.length > 0 ? "tool_called" : "no_safe_tool"]);
  }
});

const listSeen = (tools: readonly unknown[], sent = "{}") => ({
  url: new URL("http://test.invalid/mcp"),
  method: "POST",
  sent,
  rpc: "tools/list",
  status: 200,
  headers: new Headers(),
  headersMs: 1,
  body: JSON.stringify({ jsonrpc: "2.0", id: 1, result: { tools } }),
  isWhole: true,
});

function listCodes(...seen: Seen[]): string[] {
  const all: Found[] = [];
  judgeLists(seen, (each) => void all.push(each));
  return all.map(codeOf);
}

Deno.test("lists that differ only between eras, or by a page, are stable", () => {
  const modern = JSON.stringify({ params: { _meta: {} } });
  assert.deepEqual(listCodes(listSeen([{ name: "a" }]), listSeen([{ name: "a", title: "A" }], modern)), []);
  assert.deepEqual(listCodes(listSeen([{ name: "a" }]), listSeen([{ name: "b" }])), []);
  assert.deepEqual(listCodes(listSeen([{ name: "a" }]), listSeen([{ name: "a", title: "A" }])), [
    "tools_unstable",
  ]);
});

Deno.test("null is found in the members of a tool, also in an event stream; null in a schema is data", () => {
  const onStream = { ...listSeen([]), method: "GET", rpc: undefined, sent: "" };
  const inEvents = (tools: unknown[]) => `event: message\ndata: ${listSeen(tools).body}\n\n`;
  assert.deepEqual(
    listCodes({ ...onStream, body: inEvents([{ name: "a" }]) + inEvents([{ name: "a", title: "A" }]) }),
    ["tools_unstable"],
  );
  const events = {
    ...listSeen([]),
    body: `event: message\ndata: ${listSeen([{ name: "a", title: null }]).body}\n\n`,
  };
  assert.deepEqual(listCodes(events), ["null_fields"]);
  assert.deepEqual(listCodes(listSeen([{ name: "a", inputSchema: { default: null } }])), []);
});

Deno.test("a name that two servers have is named once; one that a server has twice is not shared", () => {
  const namesIn = (lists: Parameters<typeof judgeShared>[0]) => {
    const all: Found[] = [];
    judgeShared(lists, (each) => void all.push(each));
    return all.map((each) => "data" in each ? each.data.tools : undefined);
  };
  assert.deepEqual(namesIn([{ server: "a", tools: [tool("x"), tool("x")] }]), []);
  const both = [{ server: "a", tools: [tool("x"), tool("y")] }, { server: "b", tools: [tool("x")] }];
  assert.deepEqual(namesIn(both), ["x"]);
});
