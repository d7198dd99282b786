import assert from "node:assert/strict";
import { TZDATA_RELEASE } from "../zones/local_time.ts";
import { planMeeting } from "./plan_meeting.ts";
import { toolContext } from "./testing.ts";
import type { Form, ToolContext } from "./tool.ts";

const NOON = "2026-07-28T12:05:09Z";

async function plan(args: Record<string, unknown>, changes: Partial<ToolContext> = {}) {
  return await planMeeting.run(args, toolContext(NOON, changes));
}

function formOf(output: Awaited<ReturnType<typeof plan>>): { ask: Form; state: unknown } {
  assert.ok("ask" in output, JSON.stringify(output));
  return output;
}

Deno.test("a meeting is placed at the time furthest inside all participants' office hours", async () => {
  const output = await plan({
    timezones: ["Europe/Paris", "America/New_York"],
    date: "2026-07-29",
    duration_minutes: 30,
  });
  assert.ok("structured" in output);
  assert.deepEqual(output.structured, {
    start: "2026-07-29T14:15:00Z",
    duration_minutes: 30,
    local: [
      { iso: "2026-07-29T16:15:00+02:00", timezone: "Europe/Paris" },
      { iso: "2026-07-29T10:15:00-04:00", timezone: "America/New_York" },
    ],
    tzdata: TZDATA_RELEASE,
  });
  assert.match(output.text, /^30 minutes: 16:15 on Wednesday, 29 July 2026 in Europe\/Paris/);
});

Deno.test("missing arguments are requested in one form, and the answer completes the plan", async () => {
  const args = { timezones: ["Europe/Paris"] };
  const { ask, state } = formOf(await plan(args));
  assert.deepEqual(Object.keys(ask.fields), ["date", "duration_minutes"]);
  assert.deepEqual(ask.required, ["date", "duration_minutes"]);
  assert.equal(ask.fields.date?.default, "2026-07-29");
  const answer = { action: "accept", content: { date: "2026-08-03", duration_minutes: 60 } } as const;
  const output = await plan(args, { answer, state });
  assert.ok("structured" in output);
  assert.equal(output.structured.start, "2026-08-03T11:00:00Z");
});

Deno.test("only missing arguments are requested", async () => {
  const { ask } = formOf(await plan({ timezones: ["UTC"], date: "2026-08-03" }));
  assert.deepEqual(Object.keys(ask.fields), ["duration_minutes"]);
});

Deno.test("if no hour is suitable, the user is asked again, and earlier answers are kept in the state", async () => {
  const args = { timezones: ["Europe/Paris", "Pacific/Auckland"] };
  const first = formOf(await plan(args));
  const details = { action: "accept", content: { date: "2026-08-03", duration_minutes: 60 } } as const;
  const second = formOf(await plan(args, { answer: details, state: first.state }));
  assert.deepEqual(Object.keys(second.ask.fields), ["outside_hours"]);
  const yes = { action: "accept", content: { outside_hours: true } } as const;
  const output = await plan(args, { answer: yes, state: second.state });
  assert.ok("structured" in output);
  assert.match(output.structured.start as string, /^2026-08-0[23]T/);
  const no = { action: "accept", content: { outside_hours: false } } as const;
  assert.deepEqual(await plan(args, { answer: no, state: second.state }), {
    error: "No time suits all zones: nothing is planned. Try another date or a shorter meeting.",
  });
});

Deno.test("a user who declines or cancels is not asked again", async () => {
  for (const action of ["decline", "cancel"] as const) {
    const output = await plan({ timezones: ["UTC"] }, { answer: { action } });
    assert.ok("error" in output && /nothing is planned/.test(output.error));
  }
});

Deno.test("invalid answers and states count as missing", async () => {
  const answer = { action: "accept", content: { date: 7, duration_minutes: "x" } } as const;
  for (const state of [undefined, "x", { date: [] }]) {
    assert.deepEqual(formOf(await plan({ timezones: ["UTC"] }, { answer, state })).ask.required, [
      "date",
      "duration_minutes",
    ]);
  }
  const impossible = { action: "accept", content: { date: "2026-02-30", duration_minutes: 30 } } as const;
  assert.deepEqual(
    Object.keys(formOf(await plan({ timezones: ["UTC"] }, { answer: impossible })).ask.fields),
    ["date"],
  );
});

Deno.test("an unknown zone is an error that suggests similar ones", async () => {
  const output = await plan({ timezones: ["UTC", "Asia/Tokio"] });
  assert.ok("error" in output && /Similar names: Asia\/Tokyo/.test(output.error));
});
