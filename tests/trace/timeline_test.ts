/**
 * Snapshots of the explained timeline of whole runs. `deno test -A -u tests/trace/timeline_test.ts`
 */
import assert from "node:assert/strict";
import { recordStory, timelineOf } from "../support/trace_story.ts";

for (const era of ["2024", "2025", "2026"]) {
  for (const language of ["en", "fr"] as const) {
    Deno.test(`${era}, ${language}: the timeline of a question`, async (t) => {
      const exchanges = await recordStory(era);
      await t.assertSnapshot(timelineOf(exchanges, { language, detail: "steps" }));
    });
  }
}

for (const width of [60, 80, 120]) {
  Deno.test(`the timeline in a terminal of ${width} columns`, async (t) => {
    const text = timelineOf(await recordStory("2025"), { language: "en", detail: "steps", width });
    await t.assertSnapshot(text);
    const long = text.split("\n").filter((line) => line.length > width && !line.includes("https://"));
    assert.deepEqual(long, []);
  });
}

Deno.test("the timeline of the wire: headers and bodies, coloured", async (t) => {
  const exchanges = await recordStory("2026");
  await t.assertSnapshot(timelineOf(exchanges, { language: "en", detail: "wire", width: 100 }));
});

Deno.test("a wrong key: the timeline says what happened and what to do", async (t) => {
  const exchanges = await recordStory("auto", { flags: { authKey: ["not-the-key"] } });
  await t.assertSnapshot(timelineOf(exchanges, { language: "fr", detail: "steps" }));
});
