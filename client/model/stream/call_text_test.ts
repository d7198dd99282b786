import assert from "node:assert/strict";
import { calledInText, mayBeCall } from "./call_text.ts";

const TOOLS = ["time", "files_read"];
const CALLS: readonly (readonly [text: string, name: string])[] = [
  ['<tool_call>{"name": "time", "arguments": {}}</tool_call>', "time"],
  ['\n<tool_call>\n{"name":"time","arguments":{"a":{"b":1}}}\n</tool_call>', "time"],
  ['Words first.\n<tool_call>{"arguments": {}, "name": "time"}</tool_call>', "time"],
  ['{"name": "time", "arguments": {}}', "time"],
  ['```json\n{"name": "time", "parameters": {}}\n```', "time"],
  ['[{"name": "time", "arguments": {}}]', "time"],
  ['[TOOL_CALLS][{"name": "time", "arguments": {}}]', "time"],
  ["[TOOL_CALLS]time[ARGS]{}", "time"],
  ["<function=time>{}</function>", "time"],
  ["<|python_tag|>time.call()", "time.call"],
  ["<tool_call>oops", "oops"],
  ['<tool_call>{"oops"', "<tool_call>"],
];
const OTHER_FORMS: readonly (readonly [text: string, name: string])[] = [
  ["[time()]", "time"],
  ['time(zone="Asia/Tokyo")', "time"],
  ["```tool_code\nprint(time())\n```", "time"],
  ["```python\ntime(1)\n```", "time"],
  ["<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>time\n{}", "time"],
  ["<|channel|>commentary to=functions.time <|message|>{}", "time"],
  ["Thought: I need it.\nAction: files_read\nAction Input: {}", "files_read"],
  ['Well.\n<invoke name="time">\n</invoke>', "time"],
  ['{"tool_calls":[{"type":"function","function":{"name":"time","arguments":"{}"}}]}', "time"],
];
for (const [text, name] of OTHER_FORMS) {
  Deno.test(`A call in another form, which is recognized when it is complete: ${JSON.stringify(text)}`, () => {
    assert.equal(calledInText(text, TOOLS), name);
    assert.equal(calledInText(text, ["other"]), undefined);
  });
}

for (const [text, name] of CALLS) {
  Deno.test(`A call as text: ${JSON.stringify(text)}`, () => {
    assert.equal(calledInText(text, TOOLS), name);
    assert.equal(mayBeCall(text), !text.startsWith("Words"));
    assert.equal(calledInText(text, []), undefined, "without tools nothing can be called");
  });
}

const TEXTS: readonly string[] = [
  "It is noon.",
  '{"name": "Tokyo"}',
  '{"name": "other", "arguments": {}}',
  'A call is written {"name": "time", "arguments": {}}.',
  "Models write `<tool_call>` for that.",
  "For instance:\n<tool_call>\n{}\n</tool_call>",
  "```ts\nconst time = 1;\n```",
  "[1, 2, 3]",
  "time() returns the time.",
  "```python\ntimeout(1)\n```",
  "Action: time is short.",
  "",
];
for (const text of TEXTS) {
  Deno.test(`No call: ${JSON.stringify(text)}`, () => assert.equal(calledInText(text, TOOLS), undefined));
}

Deno.test("A text that cannot become a call is shown from its first letters on", () => {
  for (const text of ["It", "<b", "[1", '{"a', "```ts", '``` \n{ "x']) {
    assert.equal(mayBeCall(text), false, text);
  }
  for (const text of ["", " ", "<", "<tool", "[TOOL", "{", '{ "na', "```json\n{"]) {
    assert.equal(mayBeCall(text), true, text);
  }
});
