import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { en } from "../../cli/messages/en.ts";
import { columns } from "../../lib/wrap.ts";
import type { Finding } from "./finding.ts";
import { exitStatusOf, findingText, mostUrgent, reportJson, summaryText } from "./report.ts";

const LOOK = { messages: en, width: 40, style: (_: string, text: string) => text };
const OK: Finding = { suite: "tools", level: "ok", code: "no_key_needed", data: {} };
const WARNING: Finding = { suite: "streams", level: "warning", code: "stream_silent", data: { era: "2024" } };
const BUSY: Finding = {
  suite: "reach",
  level: "failure",
  error: new UserError("mcp_busy", { url: "http://a", detail: "", seconds: "3" }),
};
const KEY: Finding = {
  suite: "model",
  level: "failure",
  error: new UserError("model_key_missing", { url: "http://b" }),
};

Deno.test("the exit status is that of the failure to fix first, whatever came first in time", () => {
  assert.equal(exitStatusOf([OK], true), 0);
  assert.equal(exitStatusOf([OK, WARNING], false), 0);
  assert.equal(exitStatusOf([OK, WARNING], true), 1);
  assert.equal(exitStatusOf([KEY, WARNING, BUSY], false), 5);
  assert.equal(mostUrgent([KEY, WARNING, BUSY]), BUSY);
});

Deno.test("a finding has its code in brackets and its fix below, within the width", () => {
  const lines = findingText(WARNING, LOOK).trimEnd().split("\n");
  for (const line of lines) assert.ok(columns(line) <= 40, line);
  assert.match(lines[0]!, /^ {2}! In the 2024 era/);
  assert.match(lines.join(" "), /\[stream_silent\]\s+What to do: the server/);
  for (const line of lines.slice(1)) assert.match(line, /^ {4}\S/);
});

Deno.test("what is well has neither a code nor a fix", () => {
  assert.equal(findingText(OK, LOOK), "  ✓ The server requires no key.\n");
});

Deno.test("a finding of one of several servers names it, and control characters are removed", () => {
  const finding: Finding = { ...OK, about: "a\u001b[31m:8000" };
  assert.equal(
    findingText(finding, { ...LOOK, width: Infinity }),
    "  ✓ a[31m:8000: The server requires no key.\n",
  );
});

Deno.test("the summary counts, and says what to do first", () => {
  assert.equal(
    summaryText([OK], 1234, { ...LOOK, width: 80 }),
    "\n1 ok, in 1.2 s.\nEverything that was checked works.\n",
  );
  const text = summaryText([OK, WARNING, KEY], 1234, { ...LOOK, width: 200 });
  assert.match(
    text,
    /1 failure, 1 warning, 1 ok, in 1\.2 s\.\nWhat to do first \(model_key_missing\): set API_KEY/,
  );
});

Deno.test("the JSON has the findings in the order of the suites", () => {
  const { findings, counts, first } = reportJson([KEY, WARNING, BUSY], 5, 5, en);
  assert.deepEqual(findings.map(({ code }) => code), ["mcp_busy", "stream_silent", "model_key_missing"]);
  assert.deepEqual(counts, { ok: 0, note: 0, warning: 1, failure: 2, skipped: 0 });
  assert.equal(first, "mcp_busy");
});
