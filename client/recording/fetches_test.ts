import assert from "node:assert/strict";
import type { Fetch } from "../../lib/fetch.ts";
import { messagesIn } from "../../cli/language.ts";
import { type FetchesContext, openFetches } from "./fetches.ts";

const fetch: Fetch = () => Promise.resolve(new Response("fine"));
const SETTINGS = { apiUrl: undefined, apiKey: undefined, debug: false, debugWire: false };

function contextOf(more: Partial<FetchesContext> = {}): FetchesContext {
  return {
    messages: messagesIn("en"),
    output: { answer: () => {}, note: () => {}, style: (_, text) => text },
    fetch,
    now: () => 0,
    timeOrigin: 0,
    ...more,
  };
}

Deno.test("without a recording, the client's fetch is not wrapped", async () => {
  assert.equal((await openFetches(SETTINGS, contextOf(), [])).mcp, fetch);
});

Deno.test("a recording and a timeline see the same exchange", async () => {
  const [lines, kinds]: [string[], string[]] = [[], []];
  const context = contextOf({
    output: { answer: () => {}, note: (line) => lines.push(line), style: (_, text) => text },
    tracing: { sink: ({ kind }) => kinds.push(kind), onDropped: () => {} },
  });
  const { mcp } = await openFetches({ ...SETTINGS, debug: true }, context, []);
  await (await mcp("http://localhost:8000/mcp")).text();
  assert.deepEqual(kinds, ["request", "response", "end"]);
  assert.match(lines.join("\n"), /the MCP server answers: 200/);
});
