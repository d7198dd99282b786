import assert from "node:assert/strict";
import { asInstalled, quotesIn, steady } from "./quotes.ts";

Deno.test("a fence contains commands, each with its output and the output's position", () => {
  const text = "a\n\n```console\n$ one --flag\nsays\n\nmore\n$ two\n```\n\n```sh\n$ not this\n```\n";
  const quotes = quotesIn(text);
  assert.deepEqual(quotes.map(({ command, output }) => [command, output]), [
    ["one --flag", "says\n\nmore\n"],
    ["two", ""],
  ]);
  for (const { start, end, output } of quotes) assert.equal(text.slice(start, end), output);
});

Deno.test("a comment before a fence names the server that runs during that fence only", () => {
  const fence = "```console\n$ x\n```\n";
  const quotes = quotesIn(`<!-- serve --port 1 -->\n\n${fence}\n${fence}\n<!-- other -->\n\n${fence}`);
  assert.deepEqual(quotes.map(({ server }) => server), ["serve --port 1", undefined, undefined]);
});

Deno.test("a long command continues in the indented lines below it", () => {
  const text = "```console\n$ curl x \\\n    -d '{\n      }'\nsays\n```\n";
  assert.deepEqual(quotesIn(text).map(({ command, output }) => [command, output]), [
    ["curl x \\\n    -d '{\n      }'", "says\n"],
  ]);
});

Deno.test("text before the first command is not a command", () => {
  assert.deepEqual(quotesIn("```console\nstray\n$ x\n```\n").map(({ command }) => command), ["", "x"]);
});

Deno.test("times, free ports and durations are replaced by fixed values; all other text is kept", () => {
  const said = (minute: string, port: string, ms: string) =>
    `at http://127.0.0.1:${port}/mcp\nIt is 18:${minute} on Sunday, 22 November 2026 (UTC).\n` +
    `Il est 18:${minute}, le dimanche 22 novembre 2026 (UTC).\n200 after ${ms} ms, "ms": ${ms},\n` +
    `bytes received   580${ms.length}  57${minute}\n2026-11-22T18:${minute}:02+00:00`;
  assert.equal(steady(said("43", "36577", "9")), steady(said("01", "40001", "120")));
  for (const [one, other] of [["port 8123", "port 8124"], ["5 tools", "6 tools"], ["era 2025", "era 2026"]]) {
    assert.notEqual(steady(one!), steady(other!));
  }
});

Deno.test("the documents use the program's installed name", () => {
  assert.equal(asInstalled('KEY=k deno task ask "x"\r\n'), 'KEY=k mcpdemo ask "x"\n');
  // What ends in mid-line must not take the fence's end with it.
  assert.deepEqual([asInstalled("{}"), asInstalled("")], ["{}\n", ""]);
});
