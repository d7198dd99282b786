/** How the offline model words what the tools answered. */
import assert from "node:assert/strict";
import { decide } from "./rules.ts";

interface Called {
  readonly name?: string;
  readonly args?: Record<string, unknown>;
  readonly result: string;
}

/** The answer to `question` after these calls and their results. */
function answerTo(question: string, ...called: Called[]): string {
  const calls = called.map(({ name = "get_current_time", args = {} }, index) => ({
    id: `id${index}`,
    function: { name, arguments: JSON.stringify(args) },
  }));
  const results = called.map(({ result }, index) => ({
    role: "tool",
    tool_call_id: `id${index}`,
    content: result,
  }));
  const messages = [
    { role: "user", content: question },
    { role: "assistant", tool_calls: calls },
    ...results,
  ];
  const decision = decide({ messages, tools: [] });
  assert.ok("text" in decision);
  return decision.text;
}

const PARIS = "It is 14:05:09 on Tuesday, 28 July 2026 in Europe/Paris (2026-07-28T14:05:09+02:00).";
const TOKYO = "It is 21:05:09 on Tuesday, 28 July 2026 in Asia/Tokyo (2026-07-28T21:05:09+09:00).";
const UTC = "It is 12:05:09 on Tuesday, 28 July 2026 in UTC (2026-07-28T12:05:09+00:00).";
const inTokyo = { args: { timezone: "Asia/Tokyo" }, result: TOKYO };

const CASES: Record<string, [question: string, called: Called[], expected: string]> = {
  "the time here, in English": [
    "What time is it?",
    [{ result: PARIS }],
    "It is 14:05 on Tuesday, 28 July 2026 (Europe/Paris, UTC+02:00).",
  ],
  "the time here, in French": [
    "Quelle heure est-il ?",
    [{ result: PARIS }],
    "Il est 14:05, le mardi 28 juillet 2026 (Europe/Paris, UTC+02:00).",
  ],
  "the place as the question wrote it, in English": [
    "time in TOKYO please",
    [inTokyo],
    "In TOKYO, it is 21:05 on Tuesday, 28 July 2026 (Asia/Tokyo, UTC+09:00).",
  ],
  "the place as the question wrote it, in French": [
    "Quelle heure est-il à Tokyo ?",
    [inTokyo],
    "À Tokyo, il est 21:05, le mardi 28 juillet 2026 (Asia/Tokyo, UTC+09:00).",
  ],
  "UTC once": ["what time is it", [{ result: UTC }], "It is 12:05 on Tuesday, 28 July 2026 (UTC)."],
  "Z as UTC": [
    "what time is it",
    [{ result: "2026-07-28T12:05Z" }],
    "It is 12:05 on Tuesday, 28 July 2026 (UTC).",
  ],
  "an offset if no zone is named, and fractions of a second": [
    "what time is it",
    [{ result: '{"now":"2026-01-02T23:59:59.123-03:30"}' }],
    "It is 23:59 on Friday, 2 January 2026 (UTC-03:30).",
  ],
  "a zone whose name holds a digit": [
    "what time is it",
    [{ result: "2026-07-28T07:05:00-05:00 in Etc/GMT+5" }],
    "It is 07:05 on Tuesday, 28 July 2026 (Etc/GMT+5, UTC-05:00).",
  ],
  "a line for each of two results": [
    "time in Tokyo and Paris",
    [inTokyo, { args: { timezone: "Europe/Paris" }, result: PARIS }],
    "In Tokyo, it is 21:05 on Tuesday, 28 July 2026 (Asia/Tokyo, UTC+09:00).\n" +
    "In Paris, it is 14:05 on Tuesday, 28 July 2026 (Europe/Paris, UTC+02:00).",
  ],
  "two times in one result as they are": [
    "what time is it",
    [{ result: "2026-07-28T12:05Z 2026-07-28T13:05Z" }],
    "get_current_time answers: 2026-07-28T12:05Z 2026-07-28T13:05Z",
  ],
  "a time that cannot be as it is": [
    "what time is it",
    [{ result: "2026-13-45T99:99:99Z" }],
    "get_current_time answers: 2026-13-45T99:99:99Z",
  ],
  "another tool's answer, in English": [
    "add 2 and 3",
    [{ name: "add", result: "5\n" }],
    "add answers: 5",
  ],
  "another tool's answer, in French": [
    "additionne 2 et 3",
    [{ name: "add", result: "5" }],
    "add répond : 5",
  ],
  "another tool's time as it is": [
    "read the log",
    [{ name: "read_log", result: "started 2026-07-28T12:05Z" }],
    "read_log answers: started 2026-07-28T12:05Z",
  ],
  "an error, in English": [
    "What time is it in Atlantis?",
    [{ result: 'Error: There is no time zone "Atlantis".' }],
    'get_current_time could not help: There is no time zone "Atlantis".',
  ],
  "an error, in French": [
    "Quelle heure est-il au Wakanda ?",
    [{ result: "Error: no such zone" }],
    "get_current_time n'a pas pu aider : no such zone",
  ],
  "a text that only begins like an error as an answer": [
    "show the logs",
    [{ name: "show_logs", result: "Error rates are low." }],
    "show_logs answers: Error rates are low.",
  ],
};

for (const [name, [question, called, expected]] of Object.entries(CASES)) {
  Deno.test(`The offline model puts into words ${name}`, () => {
    assert.equal(answerTo(question, ...called), expected);
  });
}

Deno.test("A result without its call is answered all the same", () => {
  const messages = [{ role: "user", content: "add 2 and 3" }, {
    role: "tool",
    tool_call_id: "x",
    content: "5",
  }];
  assert.deepEqual(decide({ messages, tools: [] }), { text: "? answers: 5" });
});

Deno.test("Results from before the last question are not repeated", () => {
  const messages = [
    { role: "user", content: "add 2 and 3" },
    { role: "tool", tool_call_id: "x", content: "5" },
    { role: "assistant", content: "add answers: 5" },
    { role: "user", content: "thank you" },
  ];
  const decision = decide({ messages, tools: [] });
  assert.match("text" in decision ? decision.text : "", /^I am an offline stand-in/);
});
