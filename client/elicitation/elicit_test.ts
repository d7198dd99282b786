import assert from "node:assert/strict";
import { messagesIn } from "../../cli/language.ts";
import { createMutex } from "../../lib/mutex.ts";
import { createElicit } from "./elicit.ts";

const PARAMS = {
  mode: "form" as const,
  message: "Who\x1b[2J are you?",
  requestedSchema: {
    type: "object" as const,
    properties: {
      name: { type: "string" as const },
      age: { type: "integer" as const, minimum: 18, default: 30 },
    },
    required: ["name"],
  },
};
const SERVER = new URL("http://server.test/mcp");
const signal = new AbortController().signal;

/** The form with `lines` typed into it; `undefined` in them is the end of the input. */
function start(lines?: string[]) {
  const noted: string[] = [];
  const typed = [...lines ?? []];
  const elicit = createElicit({
    messages: messagesIn("en"),
    output: { answer() {}, note: (line) => void noted.push(line), style: (_, text) => text },
    lines: lines &&
      { read: () => Promise.resolve(typed.shift()), forget: () => Promise.resolve(), turn: createMutex() },
  });
  return { noted, elicit };
}

const STORIES: Record<string, [string[], unknown]> = {
  "a slip at the last question sends nothing": [["Ada", "36", "no", "/edti", "/decline"], {
    action: "decline",
  }],
  "all answered": [["Ada", "36", ""], { action: "accept", content: { name: "Ada", age: 36 } }],
  "the default": [["Ada", "", ""], { action: "accept", content: { name: "Ada", age: 30 } }],
  "mistakes are asked again": [["", "Ada", "17", "old", "18", ""], {
    action: "accept",
    content: { name: "Ada", age: 18 },
  }],
  "edited": [["Ada", "", "/edit", "Bob", "", ""], { action: "accept", content: { name: "Bob", age: 30 } }],
  "declined in a field": [["/decline"], { action: "decline" }],
  "declined at the end": [["Ada", "", "/decline"], { action: "decline" }],
  "cancelled": [["Ada", "/cancel"], { action: "cancel" }],
  "the end of the input": [["Ada"], { action: "cancel" }],
};

for (const [name, [lines, expected]] of Object.entries(STORIES)) {
  Deno.test(`a form: ${name}`, async () => {
    assert.deepEqual(await start(lines).elicit(SERVER, PARAMS, signal), expected);
  });
}

Deno.test("a form names the server, and shows no control characters", async () => {
  const { noted, elicit } = start(["Ada", "", ""]);
  await elicit(SERVER, PARAMS, signal);
  assert.equal(noted[0], "The MCP server server.test asks: Who[2J are you?");
  assert.ok(noted.includes("name (text, required)"), noted.join("\n"));
  assert.ok(noted.includes("age (whole number, default: 30)"));
});

Deno.test("without a terminal the form is declined, and a line says so", async () => {
  const { noted, elicit } = start();
  assert.deepEqual(await elicit(SERVER, PARAMS, signal), { action: "decline" });
  assert.match(noted[1]!, /no terminal/);
});

Deno.test("a web page is never opened", async () => {
  const url = { mode: "url" as const, message: "Sign in", url: "http://x.test/", elicitationId: "1" };
  assert.deepEqual(await start([""]).elicit(SERVER, url, signal), { action: "decline" });
});

Deno.test("two concurrent forms are shown one after the other", async () => {
  const { elicit } = start(["Ada", "", "", "Bob", "", ""]);
  const both = await Promise.all([elicit(SERVER, PARAMS, signal), elicit(SERVER, PARAMS, signal)]);
  assert.deepEqual(both.map(({ content }) => content?.name), ["Ada", "Bob"]);
});

Deno.test("a multi-line format with escapes is shown on its field's line", async () => {
  const { noted, elicit } = start(["x", ""]);
  const name = { type: "string" as const, format: "f\x1b[2J\nPassword: " as "email" };
  await elicit(SERVER, { ...PARAMS, requestedSchema: { type: "object", properties: { name } } }, signal);
  assert.ok(noted.includes("name (f[2J Password:)"), noted.join("\n"));
});
