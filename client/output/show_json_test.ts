import assert from "node:assert/strict";
import type { RunEvent } from "../run_event.ts";
import { showJson, showJsonStream } from "./show_json.ts";

const SERVER: RunEvent = {
  type: "server",
  server: "h",
  title: "fake 1",
  url: "http://h/mcp",
  era: "2026",
  revision: "2026-07-28",
  isEmbedded: false,
};
const MODEL: RunEvent = { type: "model", model: "m", url: "http://m/v1", isOffline: false };
const question = (text: string): RunEvent => ({ type: "question", text });
const toolCall = (id: string, args: Record<string, unknown> = {}): RunEvent => ({
  type: "toolCall",
  id,
  server: "h",
  tool: "t",
  arguments: args,
});
const toolResult = (id: string, text: string, isError = false): RunEvent => ({
  type: "toolResult",
  id,
  server: "h",
  tool: "t",
  text,
  isError,
  isRefused: false,
  ms: 5,
});
const ANSWER: RunEvent = { type: "answer", text: "14:05", isCut: false, rounds: 2, ms: 9, exitStatus: 0 };
const ERROR: RunEvent = { type: "error", code: "timeout", title: "Too late.", fix: "wait", exitStatus: 10 };

/** Each piece that was written, and what it reads as. */
function shown(...events: readonly RunEvent[]): { readonly written: string[]; readonly read: unknown[] } {
  const written: string[] = [];
  const show = showJson({ answer: (text) => written.push(text) });
  events.forEach(show);
  return { written, read: written.map((each) => JSON.parse(each)) };
}

const SERVERS = [{
  server: "h",
  title: "fake 1",
  url: "http://h/mcp",
  era: "2026",
  revision: "2026-07-28",
  isEmbedded: false,
}];
const MODELS = { model: "m", url: "http://m/v1", isOffline: false };
const CALL = { server: "h", tool: "t" };

Deno.test("a run is one object: its answer, and all events before it", () => {
  const { read, written } = shown(
    SERVER,
    { type: "note", code: "toolRenamed", text: "note" },
    MODEL,
    question("q"),
    { type: "reasoning", text: "hm" },
    { type: "reasoning", text: "m" },
    toolCall("1", { a: 1 }),
    { type: "progress", id: "1", tool: "t", progress: 1 },
    { ...toolResult("1", "r"), structuredContent: { b: 2 } } as RunEvent,
    { type: "text", text: "14:" },
    { type: "text", text: "05" },
    {
      ...ANSWER,
      usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
      backend: { machine: "x" },
    } as RunEvent,
  );
  assert.deepEqual(read, [{
    question: "q",
    answer: "14:05",
    exitStatus: 0,
    servers: SERVERS,
    model: MODELS,
    toolCalls: [{
      ...CALL,
      id: "1",
      arguments: { a: 1 },
      result: "r",
      structuredContent: { b: 2 },
      isError: false,
      isRefused: false,
      ms: 5,
    }],
    reasoning: "hmm",
    isCut: false,
    rounds: 2,
    ms: 9,
    usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
    backend: { machine: "x" },
    notes: [{ code: "toolRenamed", text: "note" }],
  }]);
  assert.match(written[0]!, /^\{\n[^]*\n\}\n$/);
});

Deno.test("a run that fails is one object too, with everything that happened before", () => {
  const { read } = shown(SERVER, MODEL, question("q"), toolCall("1"), ERROR);
  assert.deepEqual(read, [{
    question: "q",
    error: { code: "timeout", title: "Too late.", fix: "wait" },
    exitStatus: 10,
    servers: SERVERS,
    model: MODELS,
    toolCalls: [{ ...CALL, id: "1", arguments: {} }],
    notes: [],
  }]);
  assert.deepEqual(shown(ERROR).read, [{
    error: { code: "timeout", title: "Too late.", fix: "wait" },
    exitStatus: 10,
    servers: [],
    toolCalls: [],
    notes: [],
  }]);
});

Deno.test("if a model reuses an id, each call still has its own result", () => {
  const { read: [run] } = shown(
    question("q"),
    toolCall("call_0"),
    toolCall("call_1"),
    toolResult("call_1", "second"),
    toolResult("call_0", "first"),
    toolCall("call_0"),
    toolResult("call_0", "third", true),
    ANSWER,
  );
  const { toolCalls } = run as { toolCalls: { result: string; isError: boolean }[] };
  assert.deepEqual(toolCalls.map(({ result, isError }) => [result, isError]), [
    ["first", false],
    ["second", false],
    ["third", true],
  ]);
});

Deno.test("each question of a conversation is an object, with its own calls and all servers and the model", () => {
  const { read } = shown(
    SERVER,
    MODEL,
    question("a"),
    toolCall("1"),
    toolResult("1", "r"),
    ANSWER,
    question("stopped"),
    toolCall("2"),
    question("b"),
    ERROR,
    question("c"),
    ANSWER,
  );
  const runs = read as { question: string; toolCalls: unknown[]; servers: unknown; model: unknown }[];
  assert.deepEqual(runs.map(({ question, toolCalls }) => [question, toolCalls.length]), [
    ["a", 1],
    ["b", 0],
    ["c", 0],
  ]);
  for (const { servers, model } of runs) assert.deepEqual([servers, model], [SERVERS, MODELS]);
});

Deno.test("control characters are escaped, and parsing restores them", () => {
  const text = "\u001b[2J\u009b\u200b\u202e\u{e0041}\ud800é日";
  const lines: string[] = [];
  showJsonStream({ answer: (line) => lines.push(line) })(question(text));
  for (const each of [...lines, ...shown(question(text), ANSWER).written]) {
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(each, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\u{e0041}]/u);
    const read = JSON.parse(each);
    assert.equal(read.text ?? read.question, text);
    assert.ok(each.includes("é日"));
  }
});

Deno.test("--json-stream prints one event per line, with any content", () => {
  const lines: string[] = [];
  const show = showJsonStream({ answer: (line) => lines.push(line) });
  const events = [SERVER, question("two\nlines\u2028"), toolCall("1"), ERROR];
  events.forEach(show);
  assert.ok(lines.every((line) => /^[^\n]*\n$/.test(line)));
  assert.deepEqual(lines.map((line) => JSON.parse(line)), events);
});
