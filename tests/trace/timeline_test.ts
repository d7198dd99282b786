/**
 * Snapshots of the explained timeline of whole runs. `deno test -A -u tests/trace/timeline_test.ts`
 */
import assert from "node:assert/strict";
import { runAsk } from "../support/run_ask.ts";
import { recordStory, timelineOf } from "../support/trace_story.ts";

for (const era of ["2024", "2025", "2026"]) {
  for (const language of ["en", "fr"] as const) {
    Deno.test(`${era}, ${language}: the timeline of a question`, async (t) => {
      const exchanges = await recordStory(era);
      await t.assertSnapshot(timelineOf(exchanges, { language, detail: "steps" }));
    });
  }
}

for (const width of [40, 60, 80, 120]) {
  Deno.test(`the timeline in a terminal of ${width} columns`, async (t) => {
    const text = timelineOf(await recordStory("2025"), { language: "en", detail: "steps", width });
    await t.assertSnapshot(text);
    const long = text.split("\n").filter((line) => line.length > width && !line.includes("https://"));
    assert.deepEqual(long, []);
  });
}

Deno.test("that no server is at the default address is one calm line, before the server that is started", async () => {
  const notListening: typeof fetch = (input, init) =>
    String(input).startsWith("http://localhost:8000")
      ? Promise.reject(new TypeError("Connection refused"))
      : fetch(input, init);
  const { stderr } = await runAsk("what time is it", {
    flags: { debug: true, era: ["2025"] },
    fetch: notListening,
  });
  const lines = stderr.split("\n");
  const at = lines.findIndex((line) => line.startsWith(" 1  ["));
  assert.match(
    lines.slice(at, at + 3).join(" "),
    /no server at the default address, as expected: mcpdemo starts its own/,
  );
  assert.ok(
    stderr.indexOf("with a key drawn at random for this run") < stderr.indexOf("initialize, the handshake"),
  );
  assert.doesNotMatch(stderr, /no answer from/);
});

Deno.test("that an older server refuses the probe is not shown in red", async () => {
  const probe = (await recordStory("2026")).slice(0, 1);
  const styles = (status: number) => {
    const refused = probe.map((each) => ({ ...each, status, responseBody: "" }));
    const text = timelineOf(refused, { language: "en", detail: "wire", width: 100 });
    return text.match(/<(\w+)>[^<]*answers: \d+/)?.[1];
  };
  assert.deepEqual([200, 400, 404, 401, 500].map(styles), ["green", "cyan", "cyan", "red", "red"]);
});

Deno.test("the times of a timeline never go back", async () => {
  for (const era of ["2024", "2025", "2026"]) {
    const text = timelineOf(await recordStory(era), { language: "en", detail: "steps" });
    const times = [...text.matchAll(/\[(\d+) ms\]/g)].map(([, ms]) => Number(ms));
    assert.ok(times.length > 8, era);
    assert.deepEqual(times, times.toSorted((a, b) => a - b), era);
  }
});

Deno.test("the timeline of the wire: headers and bodies, coloured", async (t) => {
  const exchanges = await recordStory("2026");
  await t.assertSnapshot(timelineOf(exchanges, { language: "en", detail: "wire", width: 100 }));
});

Deno.test("a wrong key: the timeline says what happened and what to do", async (t) => {
  const exchanges = await recordStory("auto", { flags: { authKey: ["not-the-key"] } });
  await t.assertSnapshot(timelineOf(exchanges, { language: "fr", detail: "steps" }));
});
