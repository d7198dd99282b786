/** The offline model against this server's whole domain, as its tools really are. */
import assert from "node:assert/strict";
import { TOOLS } from "../../../features/tools/mod.ts";
import { decide } from "./rules.ts";

const tools = TOOLS.map(({ name, description, inputSchema }) => ({
  name,
  description,
  parameters: inputSchema["~standard"].jsonSchema.input({ target: "draft-2020-12" }),
}));

const CASES: [question: string, name: string, args: Record<string, unknown>][] = [
  ["what time is it", "get_current_time", {}],
  ["what time is it in Tokyo?", "get_current_time", { timezone: "Asia/Tokyo" }],
  ["Quelle heure est-il à Montréal ?", "get_current_time", { timezone: "America/Toronto" }],
  ["what time is it in GMT+2", "get_current_time", { timezone: "GMT+2" }],
  ["convert 15:00 from Paris to Tokyo", "convert_time", {
    time: "15:00",
    from_timezone: "Europe/Paris",
    to_timezone: "Asia/Tokyo",
  }],
  ["convertis 9h30 de Tokyo à Paris", "convert_time", {
    time: "09:30",
    from_timezone: "Asia/Tokyo",
    to_timezone: "Europe/Paris",
  }],
  ["What time is it in Tokyo when it is 14:30 in Paris?", "convert_time", {
    time: "14:30",
    from_timezone: "Europe/Paris",
    to_timezone: "Asia/Tokyo",
  }],
  ["count down 5 seconds", "countdown", { seconds: 5 }],
  ["fais un compte à rebours de 3 secondes", "countdown", { seconds: 3 }],
  ["plan a meeting between Paris and Tokyo", "plan_meeting", { timezones: ["Europe/Paris", "Asia/Tokyo"] }],
  ["planifie une réunion entre Londres et Montréal", "plan_meeting", {
    timezones: ["Europe/London", "America/Toronto"],
  }],
];

for (const [question, name, args] of CASES) {
  Deno.test(`"${question}" → ${name} ${JSON.stringify(args)}`, () => {
    const decision = decide({ messages: [{ role: "user", content: question }], tools });
    assert.deepEqual(decision, { calls: [{ name, arguments: args }] });
  });
}

for (
  const question of ["what's the weather in Paris", "tell me a joke", "quelle est la capitale du Japon ?"]
) {
  Deno.test(`"${question}" → no tool fits, and the answer says so`, () => {
    const decision = decide({ messages: [{ role: "user", content: question }], tools });
    assert.ok("text" in decision && decision.text.includes("plan_meeting"), JSON.stringify(decision));
  });
}
